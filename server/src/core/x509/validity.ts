/**
 * Validity in words and instants. Times are milliseconds since the epoch.
 *
 * Days are counted between UTC midnights, because certificates are dated in UTC and everybody who reads the same workspace should read the
 * same words: what ends at any time of tomorrow's UTC day ends tomorrow. So words change at UTC midnight, and at the very moment when a
 * certificate begins or ceases to be valid.
 */

/** The two dates of a certificate. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

const day = 86_400_000;
const year = 365.2425;
/** From this many days on people count in years. */
const manyDays = 730;

/** Whether a certificate is over: RFC 5280, section 4.1.2.5, includes the second that notAfter names. */
export function isExpired(validity: Validity, now: number): boolean {
  return now > validity.notAfter;
}

export function isNotYetValid(validity: Validity, now: number): boolean {
  return now < validity.notBefore;
}

/** How long a certificate is valid, in milliseconds; 0 where its dates are the wrong way round. */
export function lifetimeOf(validity: Validity): number {
  return Math.max(0, validity.notAfter - validity.notBefore);
}

/**
 * The instant from which `certificate-expiring` speaks: when less than a share of the lifetime (a third, say) and less than so many days are
 * left. Short-lived certificates are renewed late by design, which is why the smaller of the two counts.
 */
export function expiringFrom(validity: Validity, threshold: { readonly days: number; readonly share: number }): number {
  return validity.notAfter - Math.max(0, Math.min(threshold.share * lifetimeOf(validity), threshold.days * day));
}

/** The UTC day number of an instant. */
function dayOf(instant: number): number {
  return Math.floor(instant / day);
}

/** An instant as seen from now, by UTC days: "today", "tomorrow", "in 43 days", "in 9 years", "yesterday", "3 days ago", "2 years ago". */
export function away(instant: number, now: number): string {
  const days = dayOf(instant) - dayOf(now);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  const amount = Math.abs(days) < manyDays ? `${Math.abs(days)} days` : `${Math.floor(Math.abs(days) / year)} years`;
  return days > 0 ? `in ${amount}` : `${amount} ago`;
}

/** What a lens says first: "EXPIRED 3 days ago", "NOT YET VALID, starts tomorrow", or "expires in 43 days". */
export function validityWords(validity: Validity, now: number): string {
  if (isExpired(validity, now)) return `EXPIRED ${away(validity.notAfter, now)}`;
  if (isNotYetValid(validity, now)) return `NOT YET VALID, starts ${away(validity.notBefore, now)}`;
  return `expires ${away(validity.notAfter, now)}`;
}

/** The first UTC midnight after `now` at which {@link away} says something else. */
function awayTurns(instant: number, now: number): number {
  const days = dayOf(instant) - dayOf(now);
  const today = dayOf(now);
  if (days >= manyDays) {
    // The words stay until the count of whole years drops, or until it is days that are counted.
    const fewest = Math.max(manyDays, Math.ceil(Math.floor(days / year) * year));
    return (today + days - fewest + 1) * day;
  }
  if (days <= -manyDays) return (today + days + Math.ceil((Math.floor(-days / year) + 1) * year)) * day;
  return (today + 1) * day;
}

/** The first instant after `now` at which {@link validityWords} says something else. */
export function validityWordsTurn(validity: Validity, now: number): number {
  if (isExpired(validity, now)) return awayTurns(validity.notAfter, now);
  if (isNotYetValid(validity, now)) return Math.min(validity.notBefore, awayTurns(validity.notBefore, now));
  return Math.min(validity.notAfter + 1, awayTurns(validity.notAfter, now));
}

/** A length of time in words, by whole days: "90 days", "1 day", "9 years", "less than a day". */
export function durationWords(milliseconds: number): string {
  const days = Math.floor(Math.max(0, milliseconds) / day);
  if (days === 0) return "less than a day";
  if (days === 1) return "1 day";
  return days < manyDays ? `${days} days` : `${Math.floor(days / year)} years`;
}

/** The UTC day of an instant, `2126-01-31`. */
export function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
