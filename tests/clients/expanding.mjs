// Shows every single date of iCalendar files as ical.js and node-ical see it, as JSON: for each file and reader the rows
// [UID, RECURRENCE-ID or start, start, end, status, title].
// usage: TZ=UTC node expanding.mjs ENTRY_FOLDER FILE...   (ENTRY_FOLDER has node_modules)
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
  const status = (event) => event.component.getFirstPropertyValue("status");
  const parts = calendar.getAllSubcomponents("vevent");
  const apart = parts.filter((part) => part.hasProperty("recurrence-id"));
  const rows = [];
  for (const part of parts.filter((part) => !part.hasProperty("recurrence-id"))) {
    const uid = part.getFirstPropertyValue("uid");
    const exceptions = apart.filter((other) => other.getFirstPropertyValue("uid") === uid);
    const event = new ICAL.Event(part, { exceptions });
    if (!event.isRecurring()) {
      rows.push([uid, when(event.startDate), when(event.startDate), when(event.endDate), status(event), event.summary]);
      continue;
    }
    const dates = event.iterator();
    for (let next = dates.next(); next; next = dates.next()) {
      const { recurrenceId, startDate, endDate, item } = event.getOccurrenceDetails(next);
      rows.push([uid, when(recurrenceId), when(startDate), when(endDate), status(item), item.summary]);
    }
  }
  return rows;
}

function nodeIcalReader(text) {
  const from = new Date("1949-01-01T00:00:00Z");
  const to = new Date("2200-01-01T00:00:00Z");
  const when = (date, day) => (day ? date.toISOString().slice(0, 10) : beijing(date.getTime() / 1000));
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((part) => part.type === "VEVENT")
    .flatMap((part) => nodeIcal.expandRecurringEvent(part, { from, to }))
    .map(({ start, end, summary, isFullDay, isOverride, event }) => [
      event.uid,
      when(isOverride ? event.recurrenceid : start, isFullDay),
      when(start, isFullDay),
      when(end, isFullDay),
      event.status,
      summary,
    ]);
}

const found = {};
for (const file of files) {
  const text = readFileSync(file, "utf8");
  found[path.basename(file)] = { "ical.js": icalJs(text), "node-ical": nodeIcalReader(text) };
}
console.log(JSON.stringify(found));
