"""Run by the Python of QGIS: what it makes of each layer of a GeoPackage, as JSON.

``ask_qgis.py FILE``
"""

import json
import sys
from collections import Counter

from qgis.core import QgsApplication, QgsVectorLayer  # type: ignore[import-not-found] # QGIS' own

application = QgsApplication([], False)  # noqa: FBT003 # Qt's way to say: no window
application.initQgis()
told = {}
for name in sys.argv[2:]:
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    renderer = layer.renderer()
    told[name] = {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "renderer": renderer.type(),
        "classes": [[c.label(), c.symbol().color().name()] for c in renderer.categories()],
        "counts": Counter(feature["class"] for feature in layer.getFeatures()),
        "labels": layer.labelsEnabled() and layer.labeling().settings().fieldName,
        "alias": layer.attributeAlias(layer.fields().indexOf("name")),
    }
sys.stdout.write(json.dumps(told))
