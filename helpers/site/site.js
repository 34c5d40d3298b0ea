// The explorers of a static page: their frames lie in the page, compressed; native controls
// choose among them. Follows view.js, whose `View` and `element` it uses.

class StoredExplorer {
  constructor(el, data, table, number) {
    Object.assign(this, { data, table, id: `explorer${number}` });
    this.frames = new Map(data.frames.map((frame) => [String(frame.at), frame]));
    this.start = data.frames[0];
    this.shown = { skeleton: this.start.skeleton, fragments: this.start.fragments };
    el.replaceChildren();
    const row = element("div", { class: "course-controls" }, el);
    this.controls = data.controls.map((one, k) => new MAKERS[one.kind](one, `${this.id}-${k}`, row,
      () => this.answer()));
    element("button", { type: "button" }, row).textContent = "Reset";
    row.lastChild.addEventListener("click", () => this.reset());
    this.view = new View(el, data.size, this.whole(this.start));
    this.addEnlarge(row);
    if (!data.full) this.view.message.classList.add("course-sparse");
  }

  // On a phone the whole picture is small: large, it scrolls in itself.
  addEnlarge(row) {
    const frame = element("div", { class: "course-frame" }, this.view.svg.parentElement);
    this.view.svg.before(frame);
    frame.append(this.view.svg);
    const button = element("button", { type: "button", class: "course-enlarge",
      "aria-pressed": "false" }, row);
    button.textContent = "Large picture";
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(frame.classList.toggle("course-large")));
      reachable();
    });
  }

  whole(frame) {
    const fragments = { ...this.start.fragments, ...frame.fragments };
    return { skeleton: this.table[this.start.skeleton], caption: frame.caption,
      fragments: this.texts(fragments) };
  }

  texts(fragments) {
    return Object.fromEntries(Object.entries(fragments).map(([key, k]) => [key, this.table[k]]));
  }

  at() {
    return this.controls.map((control) => control.position);
  }

  answer() {
    const at = this.at();
    const frame = this.frames.get(String(at)) ?? this.nearestTo(at);
    const other = this.controls.filter((control, k) => frame.at[k] !== at[k]);
    const named = other.map((control) => {
      const k = this.controls.indexOf(control);
      return `${control.data.label} = ${control.data.texts[frame.at[k]]}`;
    });
    this.show(frame, named.length ? `Nearest stored picture: ${named.join(", ")}` : "");
  }

  // The frame with the fewest wrong choices, then with the smallest distance along the ranges.
  nearestTo(at) {
    const parts = this.data.controls.map(({ kind, texts }) =>
      ["range", "play"].includes(kind) ? 1 / Math.max(1, texts.length - 1) : 0);
    let best, least = Infinity;
    for (const frame of this.data.frames) {
      let distance = 0;
      for (let k = 0; k < at.length; k++) {
        const apart = Math.abs(at[k] - frame.at[k]);
        distance += parts[k] ? (apart * parts[k]) ** 2 : 100 * (apart > 0);
      }
      if (distance < least) [best, least] = [frame, distance];
    }
    return best;
  }

  // Only what differs from the picture on the page is put into it.
  show(frame, note) {
    const skeleton = frame.skeleton ?? this.start.skeleton;
    const fragments = frame.skeleton === undefined
      ? { ...this.start.fragments, ...frame.fragments } : frame.fragments;
    const news = { caption: frame.caption };
    if (note !== this.view.note.textContent) news.note = note;
    const rebuilt = skeleton !== this.shown.skeleton;
    if (rebuilt) news.skeleton = this.table[skeleton];
    news.fragments = this.texts(Object.fromEntries(Object.entries(fragments).filter(
      ([key, k]) => rebuilt || this.shown.fragments[key] !== k)));
    this.shown = { skeleton, fragments };
    this.view.apply(news);
  }

  reset() {
    for (const control of this.controls) control.set(control.data.start);
    this.answer();
  }
}

// Every control has `data` (label, texts, start, ...), `position` and `set(position)`.
class RangeControl {
  constructor(data, id, row, moved) {
    Object.assign(this, { data, moved, box: element("div", { class: "course-control" }, row) });
    element("label", { for: id }, this.box).textContent = data.label;
    this.slider = element("input", { type: "range", id, min: 0, max: data.texts.length - 1,
      step: 1, autocomplete: "off" }, this.box);
    this.slider.addEventListener("input", () => this.move(this.position));
    if (data.numbers) this.addNumber();
    else this.number = element("output", { for: id }, this.box);
    this.set(data.start);
  }

  addNumber() {
    const size = Math.max(...this.data.texts.map((text) => text.length));
    this.number = element("input", { type: "text", class: "course-number", autocomplete: "off",
      size, "aria-label": `${this.data.label}, as a number` }, this.box);
    this.number.addEventListener("change", () => this.move(this.typed()));
  }

  // The position nearest to what was typed; where it is no number, nothing moves.
  typed() {
    const text = this.number.value.trim().replace(",", ".").replace("\u2212", "-");
    if (text === "" || Number.isNaN(Number(text))) return this.position;
    const apart = this.data.numbers.map((number) => Math.abs(number - Number(text)));
    return apart.indexOf(Math.min(...apart));
  }

  get position() {
    return Number(this.slider.value);
  }

  set(position) {
    const text = this.data.texts[position];
    this.slider.value = position;
    this.slider.setAttribute("aria-valuetext", text);
    this.number.value = text;
  }

  move(position) {
    this.set(position);
    this.moved();
  }
}

class PlayControl extends RangeControl {
  constructor(data, id, row, moved) {
    super(data, id, row, moved);
    this.button = element("button", { type: "button" }, this.box);
    this.button.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.calm.addEventListener("change", () => this.stop());
    this.slider.addEventListener("input", () => this.stop());
    this.stop();
  }

  // Where the reader wants no motion the button makes one step.
  play() {
    if (this.position === this.last) this.move(0);
    else this.step();
    if (this.calm.matches || this.position === this.last) return;
    this.button.textContent = "Pause";
    this.timer = setInterval(() => {
      this.step();
      if (this.position === this.last) this.stop();
    }, this.data.interval);
  }

  step() {
    this.move(this.position + 1);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.button.textContent = this.calm.matches ? "Step" : "Play";
    this.button.setAttribute("aria-label", `${this.button.textContent}: ${this.data.label}`);
  }

  get last() {
    return this.data.texts.length - 1;
  }

  set(position) {
    super.set(position);
    if (this.button && !this.timer) this.stop();
  }
}

class SelectControl {
  constructor(data, id, row, moved) {
    this.data = data;
    const box = element("div", { class: "course-control" }, row);
    element("label", { for: id }, box).textContent = data.label;
    this.select = element("select", { id, autocomplete: "off" }, box);
    for (const text of data.texts) element("option", {}, this.select).textContent = text;
    this.select.addEventListener("change", moved);
    this.set(data.start);
  }

  get position() {
    return this.select.selectedIndex;
  }

  set(position) {
    this.select.selectedIndex = position;
  }
}

class ButtonsControl {
  constructor(data, id, row, moved) {
    this.data = data;
    const box = element("fieldset", { class: "course-control course-buttons" }, row);
    element("legend", {}, box).textContent = data.label;
    this.buttons = data.texts.map((text, k) => {
      const label = element("label", {}, box);
      const button = element("input", { type: "radio", name: id, autocomplete: "off" }, label);
      element("span", {}, label).textContent = text;
      button.addEventListener("change", moved);
      return button;
    });
    this.set(data.start);
  }

  get position() {
    return this.buttons.findIndex((button) => button.checked);
  }

  set(position) {
    this.buttons[position].checked = true;
  }
}

class CheckControl {
  constructor(data, id, row, moved) {
    this.data = data;
    const label = element("label", { class: "course-control" }, row);
    this.box = element("input", { type: "checkbox", id, autocomplete: "off" }, label);
    element("span", {}, label).textContent = data.label;
    this.box.addEventListener("change", moved);
    this.set(data.start);
  }

  get position() {
    return Number(this.box.checked);
  }

  set(position) {
    this.box.checked = Boolean(position);
  }
}

const MAKERS = { range: RangeControl, play: PlayControl, select: SelectControl,
  buttons: ButtonsControl, check: CheckControl };

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// What scrolls in itself can be reached by the keyboard.
function reachable() {
  for (const node of document.querySelectorAll("pre, .wide, .output, .course-frame")) {
    if (node.scrollWidth > node.clientWidth) {
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "group");
      node.setAttribute("aria-label", node.matches(".code") ? "Code"
        : node.matches(".course-frame") ? "Picture" : "Output");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) node.removeAttribute(name);
    }
  }
}

async function start() {
  const wide = matchMedia("(min-width: 80rem)");
  document.querySelector(".contents details").open = wide.matches;
  reachable();
  addEventListener("resize", reachable);
  const places = [...document.querySelectorAll("[data-explorer]")];
  if (places.length) {
    const { table, explorers } = await unpacked(document.getElementById("frames").textContent);
    places.forEach((el, k) => new StoredExplorer(el, explorers[k], table, k));
  }
  document.documentElement.dataset.ready = "";
}

start();
