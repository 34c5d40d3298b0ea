// In JupyterLab's page: when keys were pressed, and when the picture of the notebook that is in
// front showed which position. `window.latency.watch({picture, text, corner})` turns to that
// notebook and begins anew: `picture` selects the picture, `text` the parts of it whose words
// contain "#12", or `corner` is [x, y], pixels from the lower left, where an image or canvas has the colour (12, 255 - 12, 85).
// All times are performance.now(), in ms. When a picture was painted and when it was on the screen
// says the browser itself (Element Timing): a new word is put on the page in the same step as the
// picture, so both belong to one frame. A word that is gone when its frame reaches the screen is not
// reported: it stays while some more come. The browser rounds the second time up to 4 ms.

(() => {
  const WORDS = 8; // on the page at once
  const observer = new MutationObserver(() => look());
  let options, root, waiting, last = null;
  let keys = [], shown = [], marks = 0;

  const mark = document.createElement("div");
  mark.style = "position: fixed; right: 0; bottom: 0; z-index: 9999; contain: strict; "
    + "width: 60px; height: 10px; font-size: 8px";
  document.body.append(mark);
  const marked = new Map(); // the name of a word on the page: the number that it stands for
  new PerformanceObserver((list) => {
    for (const { identifier, paintTime, presentationTime } of list.getEntries()) {
      if (marked.has(identifier)) {
        shown.push([marked.get(identifier), paintTime, presentationTime]);
      }
    }
  }).observe({ type: "element" });

  const probe = document.createElement("canvas");
  probe.width = probe.height = 1;
  const context = probe.getContext("2d", { willReadFrequently: true });
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;

  // The number in the corner of an image or canvas, null if there is none.
  function inCorner(source) {
    const height = source.naturalHeight ?? source.height;
    if (!height || source.complete === false) return null;
    const [x, y] = options.corner;
    context.clearRect(0, 0, 1, 1);
    drawImage.call(context, source, x, height - y, 1, 1, 0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return red + green === 255 && blue === 85 ? red : null;
  }

  // The last "#12" in the words of the picture, null if there is none.
  function inWords() {
    const parts = root.matches(options.text) ? [root] : [...root.querySelectorAll(options.text)];
    const found = parts.map((part) => part.textContent).join("\n").match(/#\d+/g);
    return found && Number(found.at(-1).slice(1));
  }

  function read() {
    if (options.text) return inWords();
    for (const source of root.querySelectorAll("img, canvas")) {
      const number = inCorner(source);
      if (number !== null) return number;
    }
    return null;
  }

  function note(number) {
    if (number === null || number === last) return;
    last = number;
    const word = document.createElement("p"); // only blocks are timed
    word.textContent = word.elementTiming = `mark${++marks}`;
    word.style = "position: absolute; margin: 0";
    marked.set(word.elementTiming, number);
    mark.append(word);
    if (mark.children.length > WORDS) mark.firstChild.remove();
  }

  function look() {
    for (const image of root.querySelectorAll("img")) {
      if (!image.complete) image.addEventListener("load", () => note(read()), { once: true });
    }
    note(read());
  }

  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    drawImage.apply(this, given);
    if (options?.corner && root?.contains(this.canvas)) note(inCorner(this.canvas));
  };

  // Looks for the picture at every animation frame until it is there.
  function seek() {
    root = window.jupyterapp.shell.currentWidget.node.querySelector(options.picture);
    const number = root && read();
    if (root === null || number === null) {
      waiting = requestAnimationFrame(seek);
      return;
    }
    observer.observe(root, { subtree: true, childList: true,
      characterData: true, attributes: true, attributeFilter: ["src"] });
    note(number);
  }

  addEventListener("keydown", (event) => keys.push([event.key, event.timeStamp]), true);

  window.latency = {
    watch(given) {
      cancelAnimationFrame(waiting);
      observer.disconnect();
      options = given;
      last = null;
      seek();
    },
    begin() { keys = []; shown = []; marked.clear(); },
    number: () => last,
    painted: (number) => shown.length > 0 && shown.at(-1)[0] === number,
    result: () => ({ keys, shown }),
  };
})();
