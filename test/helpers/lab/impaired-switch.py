"""An Ethernet switch between TAP devices that treats frames as a bad wifi does.

usage: impaired-switch.py DEVICE...   Makes the devices, says "ready", then takes rules as lines of JSON on stdin:
  delay, jitter: ms; loss, duplicate, reorder, corrupt: probability of each frame; groups: [[0, 1], [2]] devices that
  reach each other (absent: all). Answers {"counts": true} with a line of JSON. Ends with stdin.
"""

import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x0002 | 0x1000
REORDERED_SECONDS = 0.03
LONGEST_WAIT = 0.05


def open_tap(name):
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP_NO_PI))
    return tap


def corrupted(frame):
    """Swaps two words of a TCP payload: the checksum of TCP stays right, so that only who reads the bytes can tell."""
    if frame[12:14] != b"\x08\x00" or frame[23] != 6:
        return None
    tcp = 14 + (frame[14] & 15) * 4
    payload = tcp + (frame[tcp + 12] >> 4) * 4
    end = 14 + int.from_bytes(frame[16:18], "big")
    for _ in range(8):
        if end - payload < 8:
            return None
        at = payload + 2 * random.randrange((end - payload) // 2 - 1)
        if frame[at : at + 2] != frame[at + 2 : at + 4]:
            return frame[:at] + frame[at + 2 : at + 4] + frame[at : at + 2] + frame[at + 4 :]
    return None


class Switch:
    def __init__(self, names):
        self.taps = [open_tap(name) for name in names]
        self.port_of = {}
        self.waiting = []
        self.sent = 0
        self.rules = {}
        self.counts = {"forwarded": 0, "lost": 0, "duplicated": 0, "reordered": 0, "corrupted": 0, "cut": 0}

    def chance(self, rule):
        return random.random() < self.rules.get(rule, 0)

    def reaches(self, a, b):
        groups = self.rules.get("groups")
        return groups is None or any(a in group and b in group for group in groups)

    def take(self, port, frame):
        self.port_of[frame[6:12]] = port
        known = None if frame[0] & 1 else self.port_of.get(frame[0:6])
        for other in range(len(self.taps)) if known is None else [known]:
            if other != port:
                self.forward(port, other, frame)

    def forward(self, port, other, frame):
        if not self.reaches(port, other):
            self.counts["cut"] += 1
        elif self.chance("loss"):
            self.counts["lost"] += 1
        else:
            if self.chance("duplicate"):
                self.counts["duplicated"] += 1
                self.send_later(other, frame)
            changed = corrupted(frame) if self.chance("corrupt") else None
            self.counts["corrupted"] += changed is not None
            self.send_later(other, changed or frame)

    def send_later(self, other, frame):
        jitter = self.rules.get("jitter", 0)
        wait = max(0, self.rules.get("delay", 0) + random.uniform(-jitter, jitter)) / 1000
        if self.chance("reorder"):
            self.counts["reordered"] += 1
            wait += REORDERED_SECONDS
        self.sent += 1
        self.counts["forwarded"] += 1
        heapq.heappush(self.waiting, (time.monotonic() + wait, self.sent, other, frame))

    def send_due(self):
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            _, _, other, frame = heapq.heappop(self.waiting)
            try:
                os.write(self.taps[other], frame)
            except OSError:
                pass  # the device is down

    def run(self):
        control = sys.stdin.fileno()
        rest = b""
        while True:
            self.send_due()
            wait = LONGEST_WAIT
            if self.waiting:
                wait = min(wait, max(0, self.waiting[0][0] - time.monotonic()))
            for ready in select.select([control, *self.taps], [], [], wait)[0]:
                if ready != control:
                    self.read(ready)
                    continue
                text = os.read(control, 65536)
                if not text:
                    return
                *lines, rest = (rest + text).split(b"\n")
                for line in lines:
                    self.obey(json.loads(line))

    def read(self, tap):
        port = self.taps.index(tap)
        for _ in range(64):
            try:
                self.take(port, os.read(tap, 65536))
            except OSError:
                return

    def obey(self, rules):
        if rules.get("counts"):
            print(json.dumps(self.counts), flush=True)
        else:
            self.rules = rules


random.seed(int(os.environ.get("SWITCH_SEED", "1")))
switch = Switch(sys.argv[1:])
print("ready", flush=True)
switch.run()
