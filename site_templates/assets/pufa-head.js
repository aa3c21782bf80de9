/* What must be there before anything is drawn. Loaded in the head of every page; no request goes anywhere. */
(function () {
  "use strict";
  var root = document.documentElement;
  var me = document.currentScript;

  /* Scripts run; and elder mode, if the reader chose it. */
  root.classList.add("pf-on");
  try { if (localStorage.getItem("pufa.elder") === "1") root.setAttribute("data-elder", ""); } catch (e) { /* private mode */ }

  /* What the theme remembers on this device, for each site of a host by itself. The theme's own scripts call these. */
  window.__md_scope = new URL(me.getAttribute("data-md-scope"), location);
  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (sum, sign) { return (sum << 5) - sum + sign.charCodeAt(0); }, 0);
  };
  window.__md_get = function (key, store, scope) {
    return JSON.parse((store || localStorage).getItem((scope || window.__md_scope).pathname + "." + key));
  };
  window.__md_set = function (key, value, store, scope) {
    try { (store || localStorage).setItem((scope || window.__md_scope).pathname + "." + key, JSON.stringify(value)); } catch (e) { /* full */ }
  };

  /* Where these two are missing, the theme fetches them from another company's server. Old browsers are told of a new size of
     the window, which is what a reader can change; diagrams stay the text they are. */
  if (typeof window.ResizeObserver !== "function") {
    window.ResizeObserver = function (tell) {
      var watched = [];
      function changed() { if (watched.length) tell(watched.map(function (element) { return { target: element }; })); }
      this.observe = function (element) { if (watched.indexOf(element) < 0) watched.push(element); };
      this.unobserve = function (element) { watched = watched.filter(function (other) { return other !== element; }); };
      this.disconnect = function () { watched = []; window.removeEventListener("resize", changed); };
      window.addEventListener("resize", changed);
    };
  }
  window.mermaid = { initialize: function () {}, render: function () { return new Promise(function () {}); } };
})();
