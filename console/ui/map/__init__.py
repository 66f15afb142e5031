"""The live grid map. `console.ui.map.view.MapView` is the widget; numpy and pyqtgraph are loaded behind it, off the GUI
thread, so that the main window paints first: nothing here may import them at package import."""
