"use strict";

// terminal.js is a whole program, which begins when its page is loaded. What it leaves open is done here: where the
// board is, that no key is lost before the line is there, why the line has ended, and a font to measure cells with.

const terminal = document.getElementById("terminal");
terminal.dataset.sessionWebsocketUrl = new URL("keys", location.href).href.replace(/^http/, "ws");

window.WebSocket = class Line extends WebSocket {
  constructor(url) {
    super(url);
    this.addEventListener("close", (event) => end(event.reason || "The line to the board is lost. What you typed is kept."));
  }

  send(data) {
    if (this.readyState === WebSocket.CONNECTING) this.addEventListener("open", () => super.send(data));
    else super.send(data);
  }
};

function end(why) {
  document.getElementById("why").textContent = why;
  const ended = document.getElementById("ended");
  ended.hidden = false;
  ended.querySelector("button").focus();
}

document.getElementById("ended").addEventListener("submit", (event) => {
  event.preventDefault();
  location.reload();
});

// The browser pastes by this key; the terminal would take it for itself.
addEventListener("keydown", (event) => {
  if (event.ctrlKey && !event.altKey && !event.shiftKey && event.key === "v") event.stopImmediatePropagation();
}, true);

addEventListener("load", async () => {
  await Promise.all(["", "bold ", "italic "].map((kind) => document.fonts.load(`${kind}16px "Roboto Mono"`)));
  const script = document.createElement("script");
  script.src = "terminal.js";
  script.onload = () => {
    window.onload();
    document.querySelector(".xterm-helper-textarea").focus();
  };
  document.body.append(script);
});
