// A picture on a page: an SVG put together from fragments, the caption as a live region, and
// names for the controls beside it. It knows of no kernel: notebooks and static pages use it.
// picture.py joins this text with frames.js and explorer.js into one module.

const SVG = "http://www.w3.org/2000/svg";
const DATA = /(?<= d=")([^"]*)/g;
let views = 0;

// Ids are unique on a page only with the view and the unit in front: two fragments, two views or
// two notebooks may define the same clip path, and one of them may be hidden.
function scoped(markup, prefix) {
  return markup
    .replace(/\bid="/g, `id="${prefix}`)
    .replace(/url\(#/g, `url(#${prefix}`)
    .replace(/href="#/g, `href="#${prefix}`);
}

function element(tag, attributes, parent) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

// What is said already is not said again to those who listen.
function say(node, text) {
  if (text !== undefined && node.textContent !== text) node.textContent = text;
}

class View {
  constructor(el, size, state) {
    this.prefix = `course${++views}-`;
    const figure = element("figure", { class: "course-picture" }, el);
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
    this.svg.setAttribute("role", "img");
    figure.append(this.svg);
    this.message = element("figcaption", { class: "course-message" }, figure);
    this.caption = element("p", { class: "course-caption", "aria-live": "polite",
      "aria-atomic": "true" }, this.message);
    this.error = element("p", { class: "course-error", role: "alert" }, this.message);
    this.note = element("p", { class: "course-note", role: "status" }, this.message);
    this.apply(state);
    // Told after the browser's own layout: asking for a height would force one at each move.
    new ResizeObserver(() => this.keepHeight()).observe(this.message);
  }

  // Shows what is named and leaves the rest as it is.
  apply({ skeleton, fragments, caption, error, note }) {
    if (skeleton !== undefined) this.rebuild(skeleton);
    for (const [key, markup] of Object.entries(fragments ?? {})) {
      const group = this.groups.get(key);
      if (group) this.fill(key, group, markup);
    }
    if (caption !== undefined) this.svg.setAttribute("aria-label", caption);
    say(this.caption, caption);
    say(this.error, error);
    say(this.note, note);
  }

  // Where only the data of paths are new, the paths stay.
  fill(key, group, markup) {
    const looks = markup.replace(DATA, "");
    if (looks === this.looks.get(key)) {
      const paths = group.querySelectorAll("[d]");
      [...markup.matchAll(DATA)].forEach(([, data], k) => paths[k].setAttribute("d", data));
    } else {
      group.innerHTML = scoped(markup, `${this.prefix}${key}-`);
      this.looks.set(key, looks);
    }
  }

  rebuild(skeleton) {
    this.svg.innerHTML = skeleton;
    this.groups = new Map();
    this.looks = new Map();
    for (const group of this.svg.querySelectorAll("g[id]")) {
      this.groups.set(group.id, group);
      group.id = this.prefix + group.id;
    }
  }

  // The page must not jump when a caption takes one line more: the room for it never shrinks.
  keepHeight() {
    const height = this.message.offsetHeight;
    if (height > (this.height ?? 0)) {
      this.height = height;
      this.message.style.minHeight = `${height}px`;
    }
  }
}

const ICONS = { "fa-play": "Play", "fa-pause": "Pause", "fa-stop": "Stop", "fa-retweet": "Repeat" };

// ipywidgets gives a slider's handle and its editable number no accessible name, and the buttons
// of Play none either.
function nameControls(root, names) {
  for (const [className, name] of Object.entries(names)) {
    for (const control of root.querySelectorAll(`.${CSS.escape(className)}`)) {
      for (const part of control.querySelectorAll(".noUi-handle, .widget-readout, select, input")) {
        if (part.getAttribute("aria-label") !== name) part.setAttribute("aria-label", name);
        if (part.matches(".widget-readout")) part.setAttribute("role", "textbox");
      }
      for (const icon of control.querySelectorAll("button > i.fa")) {
        const does = Object.keys(ICONS).find((key) => icon.classList.contains(key));
        const label = `${ICONS[does] ?? "Button"}: ${name}`;
        const button = icon.parentElement;
        if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
      }
    }
  }
}
