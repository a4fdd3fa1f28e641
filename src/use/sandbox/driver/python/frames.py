"""Length-prefixed frames over the one connection that a child keeps: 4 bytes length, 1 byte kind, then JSON or raw bytes."""
import json
import struct
import threading

JSON, RAW = 0, 1
HEAD = struct.Struct('>IB')
MOST = 8 << 20


class Channel:
    def __init__(self, sock):
        self.sock = sock
        self.lock = threading.Lock()

    def send(self, value):
        self._put(JSON, json.dumps(value, ensure_ascii=False, separators=(',', ':')).encode('utf8', 'replace'))

    def send_raw(self, data):
        self._put(RAW, data)

    def _put(self, kind, data):
        with self.lock:
            self.sock.sendall(HEAD.pack(len(data), kind) + data)

    def receive(self):
        """(kind, value), or (None, None) when the server has gone."""
        head = self._exactly(HEAD.size)
        if head is None:
            return None, None
        size, kind = HEAD.unpack(head)
        if size > MOST:
            return None, None
        data = self._exactly(size)
        if data is None:
            return None, None
        return (JSON, json.loads(data)) if kind == JSON else (RAW, data)

    def _exactly(self, size):
        parts = bytearray()
        while len(parts) < size:
            try:
                part = self.sock.recv(min(size - len(parts), 1 << 20))
            except ConnectionError:
                return None
            if not part:
                return None
            parts += part
        return bytes(parts)
