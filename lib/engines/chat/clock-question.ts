const POLITE = String.raw`(?:(?:please|hey|hi|hello|ok|so|and|can you|could you|do you know|tell me|what about)[\s,]+)*`;
const NOW = String.raw`(?:\s+(?:is it|it is|now|right now|currently|today|please|is today|is it today|is it now|in utc|utc))*\s*[?.!]*`;
const asks = (subject: string): RegExp => new RegExp(`^${POLITE}(?:${subject})${NOW}$`, 'iu');

const TIME = asks(
  String.raw`(?:what(?:'s|\s+is)?\s+)?(?:the\s+)?(?:current\s+)?time(?:\s+of\s+day)?(?:\s+is it)?|how late`,
);
const DATE = asks(
  String.raw`(?:what(?:'s|\s+is)?\s+|which\s+)?(?:the\s+|today's\s+)?(?:current\s+)?(?:date|day(?:\s+of\s+the\s+week)?|year|month|date\s+and\s+time|day\s+and\s+time)|what\s+is\s+today`,
);
const NEXT = asks(
  String.raw`what(?:'s|\s+is)?\s+(?:the\s+)?(?:date|day)\s+(?:is\s+)?(?:it\s+)?tomorrow|what\s+(?:date|day)\s+will\s+it\s+be\s+tomorrow|what(?:'s|\s+is)\s+tomorrow's\s+date`,
);

/** The answer to "what time is it?" and "what day is it today?", in UTC; undefined for anything else. */
export function answerClock(text: string, now: Date): string | undefined {
  if (text.length > 120) return undefined;
  const said = text.trim().replaceAll('’', "'");
  if (NEXT.test(said)) return `Tomorrow is ${day(new Date(now.getTime() + 86_400_000))} (UTC).`;
  if (DATE.test(said) || TIME.test(said)) {
    return `It is ${now.toISOString().slice(11, 16)} UTC on ${day(now)}, by the clock of this server.`;
  }
  return undefined;
}

const day = (date: Date): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(date);
