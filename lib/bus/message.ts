/**
 * What processes tell one another: `log` (terminal lines), `request` (one finished request each), `control` (orders
 * of an operator: breakers held open or closed, requests to be cancelled) and, by itself, `mark` (how far each has come).
 */
export const TOPICS = ['log', 'request', 'control', 'mark'] as const;
export type Topic = (typeof TOPICS)[number];

/** Topics on which nothing may be missing unnoticed. */
export const FOLLOWED = ['log', 'request'] as const satisfies readonly Topic[];

export const isFollowed = (topic: Topic): boolean =>
  FOLLOWED.some((followed) => followed === topic);

/**
 * A JSON object. The bus adds `id`, unique over all processes, `<process and topic>-<number>`, whose numbers grow by one;
 * a kept message also has `key` and `at`.
 */
export type Message = Readonly<Record<string, unknown>>;

export interface Frame {
  readonly topic: Topic;
  readonly message: Message;
}
