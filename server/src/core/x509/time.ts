/** The two times of DER, strictly: the library rolls impossible dates over and misreads some that lack their `Z`. */
import { contentOf, type DerNode, tags } from "./der.ts";

/**
 * A UTCTime or GeneralizedTime as milliseconds since the epoch; undefined for anything else and for a date that does not exist. RFC 5280,
 * section 4.1.2.5: two-digit years from 50 on are of the last century; the zone is `Z`. Offsets and UTCTimes without seconds are read too,
 * as Go does.
 */
export function timeOf(bytes: Uint8Array, node: DerNode | undefined): number | undefined {
  if (node?.tag !== tags.utcTime && node?.tag !== tags.generalizedTime) return undefined;
  const text = String.fromCharCode(...contentOf(bytes, node).subarray(0, 32));
  const pattern =
    node.tag === tags.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:Z|([+-])(\d\d)(\d\d))$/
      : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)(\d\d))$/;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [written = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const year = node.tag === tags.generalizedTime ? written : written < 50 ? 2000 + written : 1900 + written;
  const [, , , , , , , sign, zoneHours = "0", zoneMinutes = "0"] = match;
  // Date.UTC would take the years 0 to 99 for the last century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && minute < 60 && second < 60;
  if (!exists || Number(zoneHours) > 23 || Number(zoneMinutes) > 59) return undefined;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return date.getTime() + (sign === "+" ? -offset : offset);
}
