"""Chromium without a window, driven over its DevTools protocol through a pipe: nothing but Python's own library."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ["chromium", "chromium-browser", "google-chrome"]


class BrowserError(Exception):
    """What the browser would not do."""


class Browser:
    """A browser process with one page, to be used in a `with` statement."""

    def __init__(self, program=None):
        program = program or next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            raise FileNotFoundError("no Chromium; Debian's package is called chromium")
        self.profile = tempfile.mkdtemp(prefix="assay-page-")
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        # The protocol's pipe is file descriptors 3 and 4 of the browser.
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{to_browser} 4>&{from_browser}', "sh", program,
             "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--hide-scrollbars", "--autoplay-policy=no-user-gesture-required", "--mute-audio",
             "--disable-background-networking", "--disable-component-update", "--no-first-run",
             f"--user-data-dir={self.profile}"],
            pass_fds=[to_browser, from_browser],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._pending = b""
        self._last = 0
        self.session = None
        # What the browser said of itself since the page was opened.
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self._out)
        os.close(self._in)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, timeout=480, **parameters):
        """Asks for something and waits for the answer; what happens meanwhile is kept in `events`."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self._write(json.dumps(message).encode() + b"\0")
        end = time.monotonic() + timeout
        while True:
            answer = self._read(end)
            if answer is None:
                raise BrowserError(f"{method}: no answer within {timeout} s")
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def open(self, address):
        """Opens a page anew and waits until it is loaded."""
        self.call("Page.navigate", url="about:blank")
        self._await("Page.loadEventFired")
        self.events = []
        self.call("Page.navigate", url=address)
        self._await("Page.loadEventFired")

    def evaluate(self, script):
        """The value of an expression in the page, which may be a promise."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True,
                           userGesture=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description", details["text"]))
        return result["result"].get("value")

    def look(self, width, height=900, scheme="light", media=""):
        """Sets the window's width in CSS pixels, the colour scheme, and screen or paper."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def press(self, key, code):
        """Presses a key."""
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def pdf(self):
        """The page on A4 paper."""
        result = self.call("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)
        return base64.b64decode(result["data"])

    def screenshots(self, width, height=4000, most=12):
        """The page from the top down as PNG pictures of that size."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)
        total = self.evaluate("document.documentElement.scrollHeight")
        for top in range(0, min(total, most * height), height):
            self.evaluate(f"scrollTo({{ top: {top}, behavior: 'instant' }})")
            yield base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def of(self, method):
        """What was told of by events of a name since the page was opened."""
        self.evaluate("0")
        return [event["params"] for event in self.events if event["method"] == method]

    def _await(self, method, timeout=120):
        end = time.monotonic() + timeout
        while not any(event["method"] == method for event in self.events):
            message = self._read(end)
            if message is None:
                raise BrowserError(f"{method} did not come within {timeout} s")
            if "method" in message:
                self.events.append(message)
        # The next wait is for another one.
        self.events = [event for event in self.events if event["method"] != method]

    def _write(self, data):
        while data:
            data = data[os.write(self._out, data):]

    def _read(self, end):
        while b"\0" not in self._pending:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._in], [], [], left)[0]:
                return None
            more = os.read(self._in, 1 << 20)
            if not more:
                raise BrowserError("the browser ended")
            self._pending += more
        message, self._pending = self._pending.split(b"\0", 1)
        return json.loads(message)
