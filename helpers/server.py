"""An extension of JupyterLab's server: messages of a kernel do not wait. Notebooks do not use it.

A kernel answers a slider with several small messages. The server leaves TCP's delays on, so that
each waits until the browser has confirmed the one before; a browser does that after 40 ms (Linux;
longer elsewhere) or with the next thing that it sends. Installing the course loads the extension
in the JupyterLab of the same environment (folder jupyter/); without it all works, later.
"""
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

SETTING = "kernel_websocket_connection_class"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The server's own connection of a browser to a kernel, with TCP_NODELAY."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    """Called by the server at its start; one that has another kind of connection keeps it."""
    if server.web_app.settings[SETTING] is ZMQChannelsWebsocketConnection:
        server.web_app.settings[SETTING] = PromptConnection
