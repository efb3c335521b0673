"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from beredt.apps.municipality import edit_views, history_views, import_views, map_views, views

app_name = "municipality"
urlpatterns = [
    path("", views.show_overview, name="show_overview"),
    path("tabel/<slug:table>/", views.list_rows, name="list_rows"),
    path("tabel/<slug:table>/fil.csv", views.export_table, name="export_table"),
    path("tabel/<slug:table>/ny/", edit_views.add_row, name="add_row"),
    path("tabel/<slug:table>/<int:row_id>/", views.show_row, name="show_row"),
    path("tabel/<slug:table>/<int:row_id>/fjern/", edit_views.remove_row, name="remove_row"),
    path("tabel/<slug:table>/<int:row_id>/ret/<slug:column>/", edit_views.change_value, name="change_value"),
    path("ressource/<int:row_id>/", views.show_asset, name="show_asset"),
    path("ressource/<int:row_id>/falder/", views.show_consequences, name="show_consequences"),
    path("historik/", history_views.show_history, name="show_history"),
    path("historik/<int:number>/", history_views.show_revision, name="show_revision"),
    path("historik/<int:number>/fortryd/", edit_views.undo_revision, name="undo_revision"),
    path("import/", import_views.import_files, name="import_files"),
    path("import/<uuid:upload_id>/", import_views.show_upload, name="show_upload"),
    path("import/<uuid:upload_id>/igen/", import_views.reread_upload, name="reread_upload"),
    path("import/<uuid:upload_id>/gem/", import_views.store_upload, name="store_upload"),
    path("import/<uuid:upload_id>/glem/", import_views.discard_upload, name="discard_upload"),
    path("kladde/", import_views.draft_pack, name="draft_pack"),
    path("eksport/", import_views.export_pack, name="export_pack"),
    path("kort/omraader.geojson", map_views.show_areas, name="show_areas"),
    path("kort/ressourcer.geojson", map_views.show_assets, name="show_assets"),
    path("kort/veje.geojson", map_views.show_roads, name="show_roads"),
    path("kort/veje.pmtiles", map_views.show_road_tiles, name="show_road_tiles"),
]
