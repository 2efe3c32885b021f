import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  away,
  dateOf,
  durationWords,
  expiringFrom,
  isExpired,
  isNotYetValid,
  lifetimeOf,
  validityWords,
  validityWordsTurn,
} from "../../server/src/core/x509/validity.ts";

const at = (written: string) => Date.parse(written);
const day = 86_400_000;

test("days are counted between UTC midnights", () => {
  const now = at("2026-06-15T23:59:00Z");
  const cases: [instant: string, words: string][] = [
    ["2026-06-15T00:00:00Z", "today"],
    ["2026-06-16T00:00:00Z", "tomorrow"],
    ["2026-06-16T23:59:59Z", "tomorrow"],
    ["2026-06-17T00:00:00Z", "in 2 days"],
    ["2026-07-28T12:00:00Z", "in 43 days"],
    ["2028-06-13T12:00:00Z", "in 729 days"],
    ["2029-06-16T00:00:00Z", "in 3 years"],
    ["2126-06-15T00:00:00Z", "in 99 years"],
    ["2126-06-16T00:00:00Z", "in 100 years"],
    ["9999-12-31T23:59:59Z", "in 7973 years"],
    ["2026-06-14T23:59:59Z", "yesterday"],
    ["2026-06-12T23:59:59Z", "3 days ago"],
    ["2016-06-01T00:00:00Z", "10 years ago"],
  ];
  for (const [instant, words] of cases) assert.equal(away(at(instant), now), words, instant);
});

test("a lens says first what is wrong", () => {
  const validity = { notBefore: at("2026-06-10T08:00:00Z"), notAfter: at("2026-06-20T08:00:00Z") };
  const words = (now: string) => validityWords(validity, at(now));
  assert.equal(words("2026-06-01T00:00:00Z"), "NOT YET VALID, starts in 9 days");
  assert.equal(words("2026-06-10T07:59:59Z"), "NOT YET VALID, starts today");
  assert.equal(words("2026-06-10T08:00:00Z"), "expires in 10 days");
  assert.equal(words("2026-06-19T08:00:00Z"), "expires tomorrow");
  assert.equal(words("2026-06-20T08:00:00Z"), "expires today");
  assert.equal(validityWords(validity, validity.notAfter + 1), "EXPIRED today");
  assert.equal(words("2026-06-23T00:00:00Z"), "EXPIRED 3 days ago");
});

test("both ends belong to the validity", () => {
  const validity = { notBefore: 1000, notAfter: 2000 };
  assert.deepEqual([isNotYetValid(validity, 999), isNotYetValid(validity, 1000)], [true, false]);
  assert.deepEqual([isExpired(validity, 2000), isExpired(validity, 2001)], [false, true]);
  assert.equal(lifetimeOf(validity), 1000);
  assert.equal(lifetimeOf({ notBefore: 2, notAfter: 1 }), 0);
});

test("the warning starts at the smaller of a share of the lifetime and a number of days", () => {
  const threshold = { days: 30, share: 1 / 3 };
  const notAfter = at("2026-06-30T00:00:00Z");
  const starting = (days: number) => expiringFrom({ notBefore: notAfter - days * day, notAfter }, threshold);
  assert.equal(starting(365), notAfter - 30 * day);
  assert.equal(starting(90), notAfter - 30 * day);
  assert.equal(starting(6), notAfter - 2 * day);
  assert.equal(expiringFrom({ notBefore: notAfter + day, notAfter }, threshold), notAfter, "dates the wrong way round");
  assert.equal(expiringFrom({ notBefore: 0, notAfter: at("9999-12-31T23:59:59Z") }, threshold), at("9999-12-01T23:59:59Z"));
});

const instants = fc.integer({ min: at("1970-01-01T00:00:00Z"), max: at("9999-12-31T23:59:59Z") });
const near = fc.integer({ min: -800 * day, max: 800 * day });

test("the words hold until the turn and not beyond it", () => {
  const offset = fc.oneof(near, fc.integer({ min: -4 * day, max: 4 * day }), fc.integer({ min: -9000 * day, max: 9000 * day }));
  fc.assert(
    fc.property(
      instants,
      offset,
      fc.integer({ min: 1, max: 4000 * day }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (notAfter, left, lifetime, part) => {
        const validity = { notBefore: notAfter - lifetime, notAfter };
        const now = notAfter - left;
        const turn = validityWordsTurn(validity, now);
        const words = validityWords(validity, now);
        assert.ok(turn > now);
        assert.equal(validityWords(validity, turn - 1), words);
        assert.equal(validityWords(validity, now + Math.floor((turn - 1 - now) * part)), words);
        assert.notEqual(validityWords(validity, turn), words);
      },
    ),
    { numRuns: 3000 },
  );
});

test("a century ahead the words turn with the years, not with the days", () => {
  const validity = { notBefore: at("2026-01-01T00:00:00Z"), notAfter: at("2126-01-01T00:00:00Z") };
  const now = at("2026-06-15T12:00:00Z");
  assert.equal(validityWords(validity, now), "expires in 99 years");
  assert.ok(validityWordsTurn(validity, now) - now > 150 * day);
});

test("lengths of time and dates in words", () => {
  assert.deepEqual([0, day - 1, day, 90 * day, 729 * day, 3653 * day].map(durationWords), [
    "less than a day",
    "less than a day",
    "1 day",
    "90 days",
    "729 days",
    "10 years",
  ]);
  assert.equal(dateOf(at("9999-12-31T23:59:59Z")), "9999-12-31");
});
