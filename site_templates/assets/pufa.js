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

  /* Copy an address: every field that holds one gets a button. */
  function copied(button, done) {
    button.textContent = done ? "已复制" : "请长按网址复制";
    setTimeout(function () { button.textContent = "复制"; }, 2500);
  }
  function oldCopy(field) {
    field.focus();
    field.select();
    try { return document.execCommand("copy"); } catch (e) { return false; }
  }
  function copyable(field) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "pf-button pf-copy";
    button.textContent = "复制";
    button.dataset.copy = field.value;
    button.setAttribute("aria-label", "复制" + field.parentNode.textContent.trim());
    button.setAttribute("aria-live", "polite");
    field.parentNode.parentNode.insertBefore(button, field.parentNode.nextSibling);
    field.addEventListener("focus", function () { field.select(); });
    button.addEventListener("click", function () {
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(field.value).then(
          function () { copied(button, true); },
          function () { copied(button, oldCopy(field)); });
      } else copied(button, oldCopy(field));
    });
  }
  document.querySelectorAll("input[type=url][readonly]").forEach(copyable);

  /* Browsers inside other apps open neither webcal links nor calendar files: say so where the reader pressed, and before. */
  var inApp = /MicroMessenger|DingTalk|Weibo| QQ\//i.test(navigator.userAgent);
  if (inApp) root.classList.add("pf-inside");
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='webcal:'], a[download]") : null;
    if (!link) return;
    if (inApp) {
      event.preventDefault();
      var block = link.closest(".pf-feed");
      var note = block && block.querySelector(".pf-inapp");
      if (note) {
        note.tabIndex = -1;
        note.focus();
      } else tell(link, "这里打不开手机日历。点右上角“…”，选“在浏览器打开”，再点一次。");
    } else if (link.protocol === "webcal:") {
      // No browser says whether a calendar took the link; where one did, the reader has left the page.
      setTimeout(function () {
        if (document.visibilityState === "visible") tell(link, "没有反应？这台设备可能不认这种链接：复制网址，照“各种手机、电脑怎么订”做。");
      }, 1500);
    }
  });
  function tell(link, words) {
    var place = link.closest("p, .pf-feeds__do") || link;
    var note = place.nextElementSibling;
    if (!note || !note.matches(".pf-told")) {
      note = document.createElement("span");
      note.className = "pf-told";
      note.setAttribute("role", "status");
      place.parentNode.insertBefore(note, place.nextSibling);
    }
    note.textContent = words;
  }

  /* The steps of this phone stand open. */
  var steps = Array.prototype.slice.call(document.querySelectorAll("details[data-phone]"));
  var mine = steps.filter(function (fold) { return new RegExp(fold.dataset.phone, "i").test(navigator.userAgent); })[0];
  if (mine) mine.open = true;

  /* Finder of feeds: each township is a fold with data-code; its data-villages is "名|slug,…", of which links are made. */
  document.querySelectorAll("input[data-feeds]").forEach(function (input) {
    var box = document.getElementById(input.dataset.feeds);
    var result = document.getElementById(input.dataset.feeds + "-found");
    var hint = result.textContent;
    var calendars = input.dataset.calendars;
    var webcal = calendars.replace(/^https?:/, "webcal:");
    var folds = Array.prototype.slice.call(box.querySelectorAll("details[data-code]"));
    var list = document.createElement("ul");
    list.className = "pf-feeds";
    list.hidden = true;
    box.insertBefore(list, box.firstChild);

    function name(fold) { return fold.querySelector("summary b").textContent; }
    function put(parent, tag, words, className) {
      var child = document.createElement(tag);
      if (words) child.textContent = words;
      if (className) child.className = className;
      return parent.appendChild(child);
    }
    function add(village, id, fold) {
      var item = put(list, "li");
      item.dataset.name = village;
      put(put(item, "b", village + " "), "small", name(fold), "pf-count");
      var todo = put(item, "span", "", "pf-feeds__do");
      [["订阅", webcal + "villages/" + id + ".ics"],
        ["带提醒", webcal + "villages/" + id + "-remind.ics"],
        ["网址、二维码", input.dataset.root + "townships/" + fold.dataset.code + "/" + id + "/#subscribe"]
      ].forEach(function (pair) {
        var link = put(todo, "a", pair[0], "pf-button");
        link.href = pair[1];
        put(link, "span", village, "pf-vh");
      });
    }
    folds.forEach(function (fold) {
      fold.addEventListener("toggle", function () {
        if (!fold.open || fold.querySelector("input")) return;
        var line = put(fold, "p", "", "pf-feed__url");
        var field = put(put(line, "label", name(fold) + "的订阅网址"), "input");
        field.type = "url";
        field.readOnly = true;
        field.value = calendars + "townships/" + fold.dataset.code + ".ics";
        copyable(field);
        if (!input.dataset.codes) return;
        var code = put(fold, "img");
        code.width = code.height = 144;
        code.alt = "二维码：打开" + name(fold) + "的订阅网页";
        code.src = input.dataset.root + input.dataset.codes + "/" + fold.dataset.code + ".svg";
      });
    });

    function find() {
      var word = input.value.trim().toLowerCase();
      var villages = 0;
      list.textContent = "";
      var hits = folds.filter(function (fold) {
        if (word) (fold.dataset.villages || "").split(",").forEach(function (pair) {
          var part = pair.split("|");
          if (!part[1] || (part[0].toLowerCase().indexOf(word) < 0 && part[1].indexOf(word) !== 0)) return;
          villages += 1;
          if (villages <= 40) add(part[0], fold.dataset.code + "-" + part[1], fold);
        });
        return name(fold).toLowerCase().indexOf(word) >= 0;
      });
      var found = hits.length + villages;
      list.hidden = !villages;
      folds.forEach(function (fold) {
        fold.hidden = found > 0 && hits.indexOf(fold) < 0;
        fold.open = !!word && hits.length < 3 && hits.indexOf(fold) >= 0;
      });
      result.textContent = !word ? hint : !found ? "没有找到“" + input.value.trim() + "”，换个字试试，或者看下面的全部名单。"
        : "找到 " + found + " 个" + (villages > 40 ? "，先列出 40 个村（社区），多打一个字会更准。" : "。");
    }
    input.addEventListener("input", find);
    if (input.value) find();
  });

  /* Finder: an input with data-finder="<id of a container>". Items in it carry data-name (and data-villages, "名|slug,…"
     with data-base, the address of the township). */
  document.querySelectorAll("input[data-finder]").forEach(function (input) {
    var box = document.getElementById(input.dataset.finder);
    var result = document.getElementById(input.dataset.finder + "-found");
    var hint = result ? result.textContent : "";
    if (!box) return;
    var items = Array.prototype.slice.call(box.querySelectorAll("[data-name]"));
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
      if (result) {
        result.textContent = !word ? hint : found + inside ? "找到 " + (found + inside) + " 个。"
          : "没有找到“" + input.value.trim() + "”，换个字试试，或者看下面的全部名单。";
      }
      if (word && !(found + inside)) {
        items.forEach(function (item) { item.hidden = false; });
        groups.forEach(function (group) { group.hidden = false; });
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
