"""Run by the Python of QGIS: what it makes of layers of a GeoPackage, as JSON.

``ask_qgis.py FILE LAYER…``
"""

import json
import sys
from collections import Counter

from qgis.core import (  # type: ignore[import-not-found] # QGIS' own
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRenderer,
    QgsRenderContext,
    QgsSymbolLayer,
    QgsVectorLayer,
)


def classes(renderer: QgsFeatureRenderer) -> list[tuple[str, str, str]]:
    """Label, colour and symbol, told in full, of each class; rules of circles are none.

    Told here: a symbol does not outlive its class.
    """
    if renderer.type() == "categorizedSymbol":
        found = list(renderer.categories())
    else:
        rules = renderer.rootRule().children()
        found = [rule for rule in rules if rule.filterExpression().startswith('"class"')]
    return [(c.label(), c.symbol().color().name(), c.symbol().dump()) for c in found]


def counted(layer: QgsVectorLayer) -> dict[str, int]:
    """How many features QGIS draws with each class's symbol."""
    renderer = layer.renderer().clone()
    context = QgsRenderContext()
    context.expressionContext().appendScopes(
        QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    )
    counts: Counter[str] = Counter()
    renderer.startRender(context, layer.fields())
    labels = {dump: label for label, _, dump in classes(renderer)}
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        for symbol in renderer.originalSymbolsForFeature(feature, context):
            if symbol.dump() in labels:
                counts[labels[symbol.dump()]] += 1
    renderer.stopRender(context)
    return dict(counts)


def circles(layer: QgsVectorLayer) -> dict[str, list[float]]:
    """Diameter in points, longitude and latitude of the circle that each feature is drawn with."""
    if layer.renderer().type() != "RuleRenderer":
        return {}
    (rule,) = [r for r in layer.renderer().rootRule().children() if "NULL" in r.filterExpression()]
    place = rule.symbol().symbolLayer(0)
    disc = place.subSymbol().symbolLayer(0)
    found = {}
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        size = disc.dataDefinedProperties().property(QgsSymbolLayer.PropertySize)
        diameter, given = size.valueAsDouble(context)
        if given and rule.filter().evaluate(context):
            point = QgsExpression(place.geometryExpression()).evaluate(context).asPoint()
            found[feature["adcode"]] = [diameter, point.x(), point.y()]
    return found


application = QgsApplication([], False)  # noqa: FBT003 # Qt's way to say: no window
application.initQgis()
told = {}
for name in sys.argv[2:]:
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    told[name] = {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "renderer": layer.renderer().type(),
        "classes": [[label, color] for label, color, _ in classes(layer.renderer())],
        "counts": counted(layer),
        "labels": layer.labelsEnabled() and layer.labeling().settings().fieldName,
        "alias": layer.attributeAlias(layer.fields().indexOf("name")),
        "circles": circles(layer),
    }
sys.stdout.write(json.dumps(told))
