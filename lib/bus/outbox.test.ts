import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOutbox } from './outbox.ts';

it('keeps the newest, in order, and counts the rest', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 30 })), { maxLength: 60 }),
      (capacity, steps) => {
        const outbox = createOutbox(capacity);
        let model: number[] = [];
        let lost = 0;
        let n = 0;
        for (const step of steps) {
          if (step < 0) {
            outbox.push({ topic: 'log', message: { n: ++n } });
            model.push(n);
            if (model.length > capacity) lost += model.splice(0, 1).length;
          } else {
            expect(outbox.take(step).map(({ message }) => message['n'])).toEqual(
              model.slice(0, step),
            );
            model = model.slice(step);
          }
          expect([outbox.size(), outbox.dropped()]).toEqual([model.length, lost]);
        }
      },
    ),
  );
});
