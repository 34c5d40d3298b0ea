// The front end of an explorer in a notebook: an anywidget (picture.py) that listens to the
// controls themselves. Follows view.js and frames.js.
//
// Kernel to page: {frame} keep it; {now: values, frame?} the controls stand at `now`; {now, error};
// {moving} several controls will move in one step, which ends with `now`; {answered: values,
// frame?} to a question.
// Page to kernel: "new view", "near" (the reader comes), {ask: values} for a frame that is not
// here. One question is under way at a time, so that fast moves never queue. A move of a slider that
// ipywidgets reports at once is the question itself; a report that it holds back, until the kernel
// has become idle, is not waited for.

const LOST = "No longer connected to Python: run the cell again. "
  + "Pictures that were already here still answer.";
const GONE = new Set(["restarting", "autorestarting", "terminating", "dead"]);
const ONE_STEP = 500; // milliseconds that a step of several controls takes at most
const PATIENCE = 300; // milliseconds until a question is asked that no report of a slider brought

class Follower {
  constructor(model) {
    this.model = model;
    this.pure = model.get("pure");
    this.base = model.get("base");
    this.frames = new Frames();
    this.views = new Set();
    this.news = { error: "", note: "" };
    const { error, ...frame } = model.get("frame");
    this.frames.put(frame);
    this.shown = whole(this.base, frame);
    this.news.error = error;
    model.on("msg:custom", (message) => this.hear(message));
  }

  // Listens to the controls until the signal says that all is over.
  async follow(signal) {
    const manager = this.model.widget_manager;
    const find = (reference) => manager.get_model(reference.slice("IPY_MODEL_".length));
    this.controls = await Promise.all(this.model.get("controls").map(async (control) => (
      { trait: control.trait, parts: await Promise.all(control.parts.map(find)) })));
    const listen = (model, event, answer) => {
      model.on(event, answer);
      signal.addEventListener("abort", () => model.off(event, answer));
    };
    for (const { trait, parts: [control, companion] } of this.controls) {
      listen(control, `change:${trait}`, () => this.move());
      listen(control, "comm_live_update", () => control.comm_live || this.lose());
      if (!companion) continue;
      listen(control, "change:value", () => companion.set("value", control.get("value")));
      listen(companion, "change:value", () => control.set("value", companion.get("value")));
    }
    const lost = (_, status) => GONE.has(status) && this.lose();
    manager.kernel?.statusChanged?.connect(lost);
    signal.addEventListener("abort", () => manager.kernel?.statusChanged?.disconnect(lost));
    this.move(true);
  }

  // The key of where the controls stand on this page.
  get key() {
    return keyOf(this.controls.map(({ trait, parts: [control] }) => control.get(trait)));
  }

  // A control moved: a frame that is here needs nobody.
  move(aloud) {
    if (this.step !== undefined && this.step !== this.key) return;
    this.endStep();
    if (!this.pure) return;
    const frame = this.frames.get(this.key);
    if (!frame) return this.ask(aloud);
    this.show(frame);
    this.overtaken = true;
  }

  // Whether a control's last report is still under way, so that ipywidgets holds the next one back.
  get holding() {
    return this.controls.some(({ parts: [control] }) => control._pending_msgs > 0);
  }

  ask(aloud = this.holding) {
    if (this.asked !== undefined) return;
    this.asked = this.key;
    this.overtaken = false;
    const question = { ask: JSON.parse(this.asked) };
    if (aloud) this.model.send(question);
    else this.reminder = setTimeout(() => this.model.send(question), PATIENCE);
  }

  // Whoever slides faster than the kernel answers sees the pictures late, but in their order: an
  // answer is shown unless something newer was shown or said while it was on its way.
  answer(frame) {
    const current = this.asked === this.key;
    this.endQuestion();
    if (frame && !this.overtaken && this.step === undefined) this.show(frame);
    if (!current) this.move();
  }

  endQuestion() {
    clearTimeout(this.reminder);
    this.asked = undefined;
  }

  hear({ frame, now, error, moving, answered }) {
    if (frame && this.pure) this.frames.put(frame);
    if (moving) this.beginStep();
    if (answered && keyOf(answered) === this.asked) this.answer(frame);
    if (now) this.follows(keyOf(now), frame, error);
  }

  // The kernel stands at `key`; what comes late is kept and not shown, unless it was asked for.
  follows(key, frame, error) {
    const asked = key === this.asked;
    if (this.step !== undefined) this.step = key;
    if (this.pure && this.controls && key !== this.key) {
      if (asked) this.answer(frame ?? this.frames.get(key));
      return;
    }
    this.endStep();
    if (asked) this.endQuestion();
    else this.overtaken = true;
    const found = this.pure ? this.frames.get(key) : frame;
    if (error) this.tell({ error });
    else if (found) this.show(found);
    else this.ask(true);
  }

  // Until the last of several controls stands where it shall, nothing is shown.
  beginStep() {
    this.step = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.step = undefined; this.move(); }, ONE_STEP);
  }

  endStep() {
    clearTimeout(this.timer);
    this.step = undefined;
  }

  show(frame) {
    const next = whole(this.base, frame);
    const news = { ...changes(this.shown, next), error: "" };
    this.shown = next;
    this.tell(news);
  }

  lose() {
    this.tell({ note: LOST });
  }

  tell(news) {
    for (const name of ["error", "note"]) if (name in news) this.news[name] = news[name];
    for (const view of this.views) view.apply(news);
  }

  open(el) {
    const view = new View(el, this.model.get("size"), { ...this.shown, ...this.news });
    this.views.add(view);
    this.model.send("new view");
    return view;
  }
}

// The reader comes near: the frames around are wanted.
function watchReader(el, near) {
  const root = el.closest(".course-explorer");
  const events = ["pointerenter", "focusin"];
  for (const event of events) root?.addEventListener(event, near);
  return () => events.forEach((event) => root?.removeEventListener(event, near));
}

// Controls may be made anew at any time. What changes at every move are the picture, which holds
// none, and the words of a slider's number.
function watchControls(root, names, picture) {
  if (!root) return () => {};
  nameControls(root, names);
  const observer = new MutationObserver((changed) => {
    const made = ({ target, addedNodes }) => !picture.contains(target)
      && [...addedNodes].some(({ nodeType }) => nodeType === Node.ELEMENT_NODE);
    if (changed.some(made)) nameControls(root, names);
  });
  observer.observe(root, { childList: true, subtree: true });
  return () => observer.disconnect();
}

export default () => {
  let follower;
  return {
    initialize({ model, signal }) {
      follower = new Follower(model);
      follower.follow(signal);
    },
    render({ model, el }) {
      const view = follower.open(el);
      let ends = [];
      const waiting = requestAnimationFrame(() => {
        ends = [watchControls(el.closest(".course-explorer"), model.get("names"), el),
          watchReader(el, () => model.send("near"))];
      });
      return () => {
        cancelAnimationFrame(waiting);
        follower.views.delete(view);
        for (const end of ends) end();
      };
    },
  };
};
