// The front end of an explorer in a notebook: an anywidget that shows a View (view.js).
// `state` is {skeleton, fragments, caption, error}.

function watchControls(el, names) {
  let observer;
  const start = () => {
    const root = el.closest(".course-explorer");
    if (!root) return;
    nameControls(root, names);
    observer = new MutationObserver(() => nameControls(root, names));
    observer.observe(root, { childList: true, subtree: true });
  };
  const waiting = requestAnimationFrame(start);
  return () => {
    cancelAnimationFrame(waiting);
    observer?.disconnect();
  };
}

function initialize({ model }) {
  // Runs before any view's listener: a view that opens later finds the state as it is then.
  model.on("msg:custom", (news) => {
    const state = model.get("state");
    const fragments = news.skeleton === undefined
      ? { ...state.fragments, ...news.fragments } : news.fragments;
    Object.assign(state, news, { fragments });
  });
}

function render({ model, el }) {
  const view = new View(el, model.get("size"), model.get("state"));
  const apply = (news) => view.apply(news);
  model.on("msg:custom", apply);
  const unwatch = watchControls(el, model.get("names"));
  return () => {
    model.off("msg:custom", apply);
    unwatch();
  };
}

export default { initialize, render };
