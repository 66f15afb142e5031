"""The live grid map. `console.ui.map.view.MapView` is the widget; numpy is loaded behind it, off the GUI thread, so
that the main window paints first: nothing here may import it at package import."""
