// Reads iCalendar files with ical.js and node-ical and prints what each found, as JSON.
// usage: TZ=UTC node readers.mjs ENTRY_FOLDER FILE...   (ENTRY_FOLDER has node_modules)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [folder, ...files] = process.argv.slice(2);
const load = createRequire(path.join(folder, "package.json"));
const ICAL = (await import(pathToFileURL(path.join(folder, "node_modules/ical.js/dist/ical.js")))).default;
const nodeIcal = load("node-ical");

const beijing = (seconds) => new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 19) + "+08:00";

function icalJs(text) {
  ICAL.design.strict = true;
  const calendar = new ICAL.Component(ICAL.parse(text));
  const when = (time) => (time.isDate ? time.toString() : beijing(time.toUnixTime()));
  return calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return [event.uid, when(event.startDate), when(event.endDate), part.getFirstPropertyValue("status"), event.summary];
  });
}

function nodeIcalReader(text) {
  const when = (date) => (date.dateOnly ? date.toISOString().slice(0, 10) : beijing(date.getTime() / 1000));
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((part) => part.type === "VEVENT")
    .map((part) => [part.uid, when(part.start), when(part.end ?? part.start), part.status, part.summary]);
}

const found = {};
for (const file of files) {
  const text = readFileSync(file, "utf8");
  found[path.basename(file)] = { "ical.js": icalJs(text), "node-ical": nodeIcalReader(text) };
}
console.log(JSON.stringify(found));
