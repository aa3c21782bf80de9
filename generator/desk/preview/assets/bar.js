/* Keeps the bar of the preview up to date, and takes the page anew when it has changed. Nothing of it is on a published site. */
(function () {
  "use strict";
  var seen = document.currentScript.dataset.seen, path = location.pathname, source = null, shown = null;
  var bar = document.getElementById("pufa-bar"), lost = "pufa-lost", folded = "pufa.folded";

  function remember(event) {
    if (event.target.matches("details.pufa-fault")) keep(folded, event.target.open ? "" : "1");
    if (event.target.matches("details.pufa-hint")) keep("pufa.hint", event.target.open ? "1" : "");
  }
  function keep(name, value) { try { sessionStorage.setItem(name, value); } catch (e) { /* for this page only */ } }
  function kept(name) { try { return sessionStorage.getItem(name); } catch (e) { return ""; } }
  function fold() {
    if (!bar.querySelector("details.pufa-fault")) keep(folded, ""); // the next fault is shown whole again
    bar.querySelectorAll("details.pufa-fault").forEach(function (d) { d.open = !kept(folded); });
    bar.querySelectorAll("details.pufa-hint").forEach(function (d) { d.open = !!kept("pufa.hint"); });
  }
  function show(inner) {
    if (shown === inner) return;
    shown = inner;
    bar.innerHTML = inner; // written and escaped by the preview's own server
    fold();
  }
  function heard(event) {
    var told = JSON.parse(event.data);
    document.documentElement.classList.remove(lost);
    if (location.pathname !== path) { // a theme that changes pages without loading them
      path = location.pathname;
      seen = null;
      connect();
      return;
    }
    if (seen === null) seen = told.seen;
    if (told.seen !== seen) {
      disconnect();
      location.reload();
    } else show(told.bar);
  }
  function failed() { // on the way to another page, too: so not at once
    setTimeout(function () {
      if (source && source.readyState !== EventSource.OPEN) document.documentElement.classList.add(lost);
    }, 1500);
  }
  function disconnect() {
    if (source) source.close();
    source = null;
  }
  function connect() {
    disconnect();
    if (document.visibilityState === "hidden") return; // a browser opens few connections to one address: they are for what is seen
    source = new EventSource("/_pufa/events?page=" + encodeURIComponent(path));
    source.onmessage = heard;
    source.onerror = failed;
  }
  document.addEventListener("visibilitychange", connect);
  window.addEventListener("pageshow", function (event) { if (event.persisted) connect(); });
  window.addEventListener("pagehide", disconnect);
  bar.addEventListener("toggle", remember, true);
  fold();
  connect();
})();
