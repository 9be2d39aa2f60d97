"""Drives headless Chromium through its DevTools protocol, over a pair of pipes.

Source of the protocol: https://chromedevtools.github.io/devtools-protocol/. With
--remote-debugging-pipe the browser reads messages from descriptor 3 and writes to 4, each message
ended by a NUL, so no port is opened.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Browser:
    """One browser with one page, ended with its profile at the end of a `with` block."""

    def __init__(self, program="chromium", seconds=60):
        self.seconds = seconds
        self.profile = tempfile.mkdtemp(prefix="backdrop-chromium-")
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()

        def place():
            # Out of the way first: one of them may be the other's place.
            reading, writing = os.dup(to_browser), os.dup(from_browser)
            high = [os.dup2(reading, 50), os.dup2(writing, 51)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
             "--disable-background-networking", f"--user-data-dir={self.profile}", "about:blank"],
            preexec_fn=place, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.kill()
        self.process.wait()
        os.close(self.input)
        os.close(self.output)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, **parameters):
        """Asks the browser for something and waits for the answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.output, data):]
        while True:
            answer = self._read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def _read(self):
        limit = time.monotonic() + self.seconds
        while b"\0" not in self.buffer:
            if not select.select([self.input], [], [], max(0, limit - time.monotonic()))[0]:
                raise TimeoutError(f"Chromium said nothing for {self.seconds} s")
            data = os.read(self.input, 1 << 20)
            if not data:
                raise EOFError("Chromium ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def show(self, width, theme):
        """Sets the page's width and its colours."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                  deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", media="screen",
                  features=[{"name": "prefers-color-scheme", "value": theme}])

    def open(self, address):
        """Opens a page; gives the events until it was loaded."""
        self.events.clear()
        self.call("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._read())
        # What the page asked for, and said, until now.
        self.evaluate("new Promise(done => requestAnimationFrame(() => done(1)))")
        return list(self.events)

    def evaluate(self, script):
        """The value of a script in the page, after its promise."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def screenshot(self, width):
        """The whole page as PNG, in base64."""
        height = self.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, 16000), "scale": 1}
        return self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                         clip=clip)["data"]
