// Comfort only: the page is whole without it.
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const tools = document.getElementById("tools");
  const reveal = (node) => {
    for (let at = node; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (target) { reveal(target); target.scrollIntoView(); }
  };
  addEventListener("hashchange", follow);
  follow();
  addEventListener("beforeprint", () => all("details").forEach((node) => { node.open = true; }));
  if (!tools) return;
  tools.hidden = false;
  const filter = document.getElementById("filter");
  const matches = document.getElementById("matches");
  const folded = () => all("details.unit, details.change");
  document.getElementById("open").onclick = () => folded().forEach((node) => { if (!node.hidden) node.open = true; });
  document.getElementById("close").onclick = () => folded().forEach((node) => { node.open = false; });
  let waiting;
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const unit of all("details.unit")) {
      const path = unit.dataset.filter.toLowerCase();
      let some = 0;
      for (const change of all("details.change", unit)) {
        const text = path + " " + change.dataset.filter.toLowerCase();
        change.hidden = !words.every((word) => text.includes(word));
        some += !change.hidden;
      }
      unit.hidden = words.length > 0 && !some && !words.every((word) => path.includes(word));
      found += some;
    }
    matches.textContent = words.length ? found + (found === 1 ? " resource" : " resources") : "";
  };
  filter.oninput = () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); };
})();
