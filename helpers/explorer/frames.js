// Frames (see frames.py) as a page keeps them: by the values of the controls, as many as the two
// limits allow. It knows of no kernel.

const MOST_FRAMES = 400;
const MOST_CHARACTERS = 24e6;

// Sliders count in binary fractions: 0.30000000000000004 and 0.3 are one position.
function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  return typeof value === "number" ? Number(value.toPrecision(12)) : value;
}

function keyOf(values) {
  return JSON.stringify(tidy(values));
}

function characters({ caption, skeleton = "", fragments }) {
  return Object.values(fragments).reduce((sum, text) => sum + text.length,
    caption.length + skeleton.length);
}

class Frames {
  constructor(most = MOST_FRAMES, mostCharacters = MOST_CHARACTERS) {
    Object.assign(this, { most, mostCharacters, characters: 0, found: new Map() });
  }

  // The frame of a key; it counts as used last. Undefined if there is none.
  get(key) {
    const frame = this.found.get(key);
    if (frame) {
      this.found.delete(key);
      this.found.set(key, frame);
    }
    return frame;
  }

  // Where there is no room, the frames whose last use is longest ago go.
  put(frame) {
    const key = keyOf(frame.values);
    this.drop(key);
    this.found.set(key, frame);
    this.characters += characters(frame);
    while (this.found.size > 1
      && (this.found.size > this.most || this.characters > this.mostCharacters)) {
      this.drop(this.found.keys().next().value);
    }
  }

  drop(key) {
    if (!this.found.has(key)) return;
    this.characters -= characters(this.found.get(key));
    this.found.delete(key);
  }
}

// Everything that a frame shows: skeleton, all fragments, caption.
function whole(base, { skeleton, fragments, caption }) {
  return skeleton === undefined
    ? { skeleton: base.skeleton, fragments: { ...base.fragments, ...fragments }, caption }
    : { skeleton, fragments, caption };
}

// What a view that shows `before` needs to show `after`, both whole.
function changes(before, after) {
  if (before.skeleton !== after.skeleton) return after;
  const fragments = Object.fromEntries(Object.entries(after.fragments).filter(
    ([key, text]) => before.fragments[key] !== text));
  return { fragments, caption: after.caption };
}
