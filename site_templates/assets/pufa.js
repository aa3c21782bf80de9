/* What makes the site handier where scripts run. Nothing on it needs them. No request goes anywhere. */
(function () {
  "use strict";
  var root = document.documentElement;

  /* Browsers must not bring back an open drawer on a reload. */
  document.querySelectorAll("#__drawer, #__search").forEach(function (toggle) { toggle.setAttribute("autocomplete", "off"); });

  /* Elder mode: a switch that is remembered; the head of every page applies it before anything is drawn. */
  var elder = document.getElementById("pf-elder");
  if (elder) {
    var show = function (on) {
      if (on) root.setAttribute("data-elder", "");
      else root.removeAttribute("data-elder");
      elder.setAttribute("aria-pressed", String(on));
      // The theme measures its header; let it do so again.
      window.dispatchEvent(new Event("resize"));
    };
    show(root.hasAttribute("data-elder"));
    elder.addEventListener("click", function () {
      var on = !root.hasAttribute("data-elder");
      show(on);
      try { localStorage.setItem("pufa.elder", on ? "1" : "0"); } catch (e) { /* private mode: for this page only */ }
    });
    window.addEventListener("storage", function (event) {
      if (event.key === "pufa.elder") show(event.newValue === "1");
    });
  }

  /* Copy an address. */
  function copied(button, done) {
    button.textContent = done ? "已复制" : "请长按网址复制";
    setTimeout(function () { button.textContent = "复制"; }, 2500);
  }
  function oldCopy(button) {
    var field = button.parentNode.querySelector("input");
    if (!field) return false;
    field.focus();
    field.select();
    try { return document.execCommand("copy"); } catch (e) { return false; }
  }
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(button.dataset.copy).then(
          function () { copied(button, true); },
          function () { copied(button, oldCopy(button)); });
      } else copied(button, oldCopy(button));
    });
  });
  document.querySelectorAll("input[readonly]").forEach(function (field) {
    field.addEventListener("focus", function () { field.select(); });
  });

  /* Finder: an input with data-finder="<id of a container>". Items in it carry data-name (and data-villages, "名|slug,…"
     with data-base, the address of the township); a fold opens where something in it matches. */
  document.querySelectorAll("input[data-finder]").forEach(function (input) {
    var box = document.getElementById(input.dataset.finder);
    var result = document.getElementById(input.dataset.finder + "-found");
    var hint = result ? result.textContent : "";
    if (!box) return;
    var items = Array.prototype.slice.call(box.querySelectorAll("[data-name]"));
    var folds = Array.prototype.slice.call(box.querySelectorAll("details"));
    var groups = Array.prototype.slice.call(box.querySelectorAll("[data-group]"));
    var extra = document.createElement("ul");
    extra.className = "pf-links";
    extra.hidden = true;
    box.parentNode.insertBefore(extra, box);

    function villages(word) {
      extra.textContent = "";
      var found = 0;
      items.forEach(function (item) {
        if (!item.dataset.villages) return;
        item.dataset.villages.split(",").forEach(function (pair) {
          var part = pair.split("|");
          if (part[0].indexOf(word) < 0 && part[1].indexOf(word) !== 0) return;
          found += 1;
          if (found > 60) return;
          var link = document.createElement("a");
          link.href = item.dataset.base + item.dataset.code + "-" + part[1] + "/";
          link.textContent = part[0];
          var small = document.createElement("small");
          small.className = "pf-count";
          small.textContent = item.dataset.name;
          link.appendChild(small);
          extra.appendChild(document.createElement("li")).appendChild(link);
        });
      });
      extra.hidden = !found;
      return found;
    }

    function find() {
      var word = input.value.trim().toLowerCase();
      var found = 0;
      items.forEach(function (item) {
        var hit = !word || item.dataset.name.toLowerCase().indexOf(word) >= 0;
        item.hidden = !hit;
        if (hit) found += 1;
      });
      var inside = word ? villages(word) : 0;
      if (!word) { extra.hidden = true; }
      groups.forEach(function (group) { group.hidden = !group.querySelector("[data-name]:not([hidden])"); });
      folds.forEach(function (fold) {
        var hit = !!fold.querySelector("[data-name]:not([hidden])") ||
          (fold.dataset.title || "").indexOf(word) >= 0;
        if (word && (fold.dataset.title || "").indexOf(word) >= 0) {
          fold.querySelectorAll("[data-name]").forEach(function (item) { item.hidden = false; });
        }
        fold.hidden = !hit;
        if (word) fold.open = hit; else fold.open = false;
      });
      if (result) {
        result.textContent = !word ? hint : found + inside ? "找到 " + (found + inside) + " 个。"
          : "没有找到“" + input.value.trim() + "”，换个字试试，或者看下面的全部名单。";
      }
      if (word && !(found + inside)) {
        items.forEach(function (item) { item.hidden = false; });
        groups.forEach(function (group) { group.hidden = false; });
        folds.forEach(function (fold) { fold.hidden = false; });
      }
    }
    input.addEventListener("input", find);
    if (input.value) find();
  });

  /* Folded lists print in full. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.pf-fold:not([open])").forEach(function (fold) {
      fold.open = true;
      opened.push(fold);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (fold) { fold.open = false; });
    opened = [];
  });
})();
