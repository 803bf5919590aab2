"""Run by the Python of QGIS: what it makes of layers of a GeoPackage, or of a project, as JSON.

``ask_qgis.py QUESTION…``; a question is a list as JSON: ``[FILE, LAYER…]``, ``[FILE, LAYER,
STYLE.sld]``, ``[PROJECT]`` or ``[PROJECT, PICTURE]``. The answers come as a list, as JSON: to start
QGIS takes longer than to answer.
"""

import json
import os
import sys
from collections import Counter

from qgis.core import (  # type: ignore[import-not-found] # QGIS' own
    Qgis,
    QgsApplication,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRenderer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsReferencedRectangle,
    QgsRelation,
    QgsRenderContext,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize  # type: ignore[import-not-found] # QGIS' own


def classes(renderer: QgsFeatureRenderer) -> list[tuple[str, str, str]]:
    """Label, colour and symbol, told in full, of each class; rules of circles are none.

    Told here: a symbol does not outlive its class.
    """
    if renderer.type() == "categorizedSymbol":
        found = list(renderer.categories())
    else:
        rules = renderer.rootRule().children()
        found = [
            rule for rule in rules if rule.filterExpression().replace('"', "").startswith("class =")
        ]
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


def of_layer(layer: QgsVectorLayer) -> dict[str, object]:
    """A layer in the words of the tests."""
    fields = layer.fields()
    told: dict[str, object] = {
        "valid": layer.isValid(),
        "alias": layer.attributeAlias(fields.indexOf("name")),
        "rows": layer.featureCount(),
        "columns": fields.names(),
    }
    if not layer.isSpatial():
        return told
    return told | {
        "crs": layer.crs().authid(),
        "renderer": layer.renderer().type(),
        "classes": [[label, color] for label, color, _ in classes(layer.renderer())],
        "counts": counted(layer),
        "labels": layer.labelsEnabled() and layer.labeling().settings().fieldName,
        "circles": circles(layer),
    }


def of_project(file: str, picture: str) -> dict[str, object]:
    """A project in the words of the tests; its layers by their ids.

    ``picture``: file to draw what it opens with; none where empty.
    """
    project = QgsProject.instance()
    opened = project.read(file)
    view = QgsReferencedRectangle(project.viewSettings().defaultViewExtent())
    if picture:
        draw(project, view, picture)
    root = project.layerTreeRoot()
    return {
        "opened": opened,
        "title": project.title(),
        "crs": project.crs().authid(),
        "relative": project.filePathStorage() == Qgis.FilePathType.Relative,
        "view": [view.xMinimum(), view.yMinimum(), view.xMaximum(), view.yMaximum()],
        "about": project.metadata().abstract(),
        "groups": [
            [g.name(), [each.layerId() for each in g.findLayers()]] for g in root.children()
        ],
        "titles": {key: layer.name() for key, layer in project.mapLayers().items()},
        "relations": {
            relation.id(): [relation.isValid(), relation.name(), *related(relation)]
            for relation in project.relationManager().relations().values()
        },
        "layers": {key: of_layer(layer) for key, layer in project.mapLayers().items()},
    }


def related(relation: QgsRelation) -> list[dict[str, int]]:
    """How many rows QGIS relates to each row of the referenced layer, by its first text."""
    layer = relation.referencedLayer()
    key = relation.referencedFields()[0]
    name = layer.fields().at(key).name()
    return [
        {
            str(feature[name]): len(list(relation.getRelatedFeatures(feature)))
            for feature in layer.getFeatures()
        }
    ]


def draw(project: QgsProject, view: QgsReferencedRectangle, picture: str) -> None:
    """Save the first view of a project as a picture."""
    settings = QgsMapSettings()
    settings.setLayers(project.layerTreeRoot().layerOrder())
    settings.setDestinationCrs(project.crs())
    there = QgsCoordinateTransform(view.crs(), project.crs(), project)
    settings.setExtent(there.transformBoundingBox(view))
    settings.setOutputSize(QSize(1400, 1200))
    settings.setOutputDpi(120)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)


def of_sld(layer: QgsVectorLayer, style: str) -> dict[str, object]:
    """Classes and counts of a layer that is drawn by an SLD file."""
    message, taken = layer.loadSldStyle(style)
    shown = [[label, color] for label, color, _ in classes(layer.renderer())]
    return {"taken": taken, "message": message, "classes": shown, "counts": counted(layer)}


def answer(file: str, *names: str) -> dict[str, object]:
    """What QGIS says to one question."""
    if file.endswith(".qgz") or file.startswith("geopackage:"):
        return of_project(file, names[0] if names else "")
    if names[1:] and names[1].endswith(".sld"):
        return of_sld(QgsVectorLayer(f"{file}|layername={names[0]}", names[0], "ogr"), names[1])
    return {
        name: of_layer(QgsVectorLayer(f"{file}|layername={name}", name, "ogr")) for name in names
    }


application = QgsApplication([], False)  # noqa: FBT003 # Qt's way to say: no window
application.initQgis()
sys.stdout.write(json.dumps([answer(*json.loads(question)) for question in sys.argv[1:]]))
sys.stdout.flush()
# What Python takes down of QGIS at its end crashes once in eight runs, when all has been said.
os._exit(0)
