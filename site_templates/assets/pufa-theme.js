/* The theme's small scripts for parts that mkdocs.yml may switch on, out of its pages: `data-part` says which. Loaded where the
   theme has them, right behind what they work on. */
(function () {
  "use strict";
  var parts = {
    /* A notice that the reader has put away stays away. */
    announce: function () {
      var bar = document.querySelector("[data-md-component=announce]");
      if (bar && window.__md_hash(bar.querySelector(".md-typeset").innerHTML) === window.__md_get("__announce")) bar.hidden = true;
    },

    /* An old version says so. */
    outdated: function (me) {
      var bar = document.querySelector("[data-md-component=outdated]");
      var base = new URL(me.getAttribute("data-base"), location);
      if (bar && window.__md_get("__outdated", sessionStorage, base) === true) bar.hidden = false;
    },

    /* The colours that the reader chose. */
    palette: function () {
      var chosen = window.__md_get("__palette");
      if (!chosen || !chosen.color) return;
      var colours = chosen.color;
      if (colours.media === "(prefers-color-scheme)") {
        var shade = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
        var button = document.querySelector("[data-md-color-media='(prefers-color-scheme: " + shade + ")']");
        ["media", "scheme", "primary", "accent"].forEach(function (key) { colours[key] = button.getAttribute("data-md-color-" + key); });
      }
      Object.keys(colours).forEach(function (key) { document.body.setAttribute("data-md-color-" + key, colours[key]); });
    },

    /* What the reader allowed, and how to change it. */
    consent: function () {
      var form = document.forms.namedItem("consent");
      var fields = Array.prototype.filter.call(form.elements, function (field) { return field.name; });
      var allowed = window.__md_get("__consent");
      if (allowed) fields.forEach(function (field) { field.checked = !!allowed[field.name]; });
      else if (location.protocol !== "file:") {
        setTimeout(function () { document.querySelector("[data-md-component=consent]").hidden = false; }, 250);
      }
      ["submit", "reset"].forEach(function (kind) {
        form.addEventListener(kind, function (event) {
          event.preventDefault();
          if (kind === "reset") fields.forEach(function (field) { field.checked = false; });
          var now = {};
          fields.forEach(function (field) { if (field.checked) now[field.name] = true; });
          window.__md_set("__consent", now);
          location.hash = "";
          location.reload();
        });
      });
    }
  };
  var me = document.currentScript;
  parts[me.getAttribute("data-part")](me);
})();
