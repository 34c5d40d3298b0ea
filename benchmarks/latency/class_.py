"""Other kernels of the same server in which explorers are slid meanwhile, as in a class."""

import json
import threading
import time
import urllib.request
import uuid
from contextlib import contextmanager, suppress

import websocket

PACE, SECONDS = 0.4, 60


@contextmanager
def classmates(lab, count, path):
    """So many kernels whose sliders move on by a step every 0.4 s.

    Every second one has the big picture, if `path` says which that is.

    They get the messages that a page would send, through the same server and its web sockets.
    """
    mates = []
    try:
        for number in range(count):
            mates.append(Mate(lab, "biggest" if number % 2 and path else "simple", path))
        for mate in mates:
            mate.start()
        yield mates
    finally:
        for mate in mates:
            mate.stop()


class Mate(threading.Thread):
    """One kernel with one explorer; slid from `start` to `stop`."""

    def __init__(self, lab, picture, path):
        super().__init__(daemon=True)
        self.lab, self.ended, self.moves = lab, threading.Event(), 0
        self.kernel = self._ask("POST", "/api/kernels", {"name": "python3"})["id"]
        address = f"{lab.url.replace('http', 'ws', 1)}/api/kernels/{self.kernel}/channels"
        self.socket = websocket.create_connection(f"{address}?token={lab.token}", timeout=SECONDS)
        self._send("execute_request", "shell", {
            "code": "from benchmarks.latency import rivals\n"
                    f"picture = rivals.picture_of({picture!r}, {str(path)!r})\n"
                    "explorer = rivals.drawn('known', picture)\n"
                    "print(picture.control.model_id, *picture.positions())",
            "silent": False, "store_history": False, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": True})
        self.model, *values = self._printed().split()
        self.values = [json.loads(value) for value in values]

    def run(self):
        """Back and forth over the slider's range."""
        there_and_back = self.values + self.values[-2:0:-1]
        reader = threading.Thread(target=self._drain, daemon=True)
        reader.start()
        with suppress(OSError, websocket.WebSocketException):
            while not self.ended.wait(PACE):
                value = there_and_back[self.moves % len(there_and_back)]
                self._send("comm_msg", "shell", {"comm_id": self.model, "data": {
                    "method": "update", "state": {"value": value}, "buffer_paths": []}})
                self.moves += 1

    def stop(self):
        """Ends the thread, then the kernel."""
        self.ended.set()
        if self.is_alive():
            self.join(SECONDS)
        with suppress(OSError, websocket.WebSocketException):
            self.socket.close()
        with suppress(OSError):
            self._ask("DELETE", f"/api/kernels/{self.kernel}")

    def _drain(self):
        """Reads what the kernel says, as a page would, so that nothing piles up."""
        with suppress(OSError, websocket.WebSocketException):
            while not self.ended.is_set():
                with suppress(websocket.WebSocketTimeoutException):
                    self.socket.recv()

    def _printed(self):
        """What the kernel printed; RuntimeError if it failed or took too long."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            received = self.socket.recv()
            message = json.loads(received) if isinstance(received, str) else {}
            if message.get("msg_type") == "stream" and message["content"]["name"] == "stdout":
                return message["content"]["text"]
            if message.get("msg_type") == "error":
                raise RuntimeError(f"a kernel of the class failed: {message['content']['evalue']}")
        raise RuntimeError(f"a kernel of the class was not ready within {SECONDS} s")

    def _send(self, kind, channel, content):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "",
                  "session": self.kernel, "date": "", "version": "5.3"}
        self.socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {},
                                     "content": content, "channel": channel, "buffers": []}))

    def _ask(self, method, path, data=None):
        """The server's JSON answer to a request."""
        request = urllib.request.Request(
            self.lab.url + path, method=method, data=data and json.dumps(data).encode(),
            headers={"Authorization": f"token {self.lab.token}"})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            text = answer.read()
        return json.loads(text) if text else None
