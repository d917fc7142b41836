import fc from 'fast-check';
import { slotsFor } from './slots.js';

const keys = fc.uniqueArray(fc.constantFrom(...Array.from('abcdefghijkl')));

test('keys that stay keep their slots, no two share one, and slots are used again', () => {
  fc.assert(
    fc.property(fc.array(keys), (lists) => {
      let before: ReadonlyMap<string, number> = new Map();
      const most = Math.max(0, ...lists.map(({ length }) => length));
      for (const list of lists) {
        const slots = slotsFor(list, before);
        expect([...slots.keys()]).toEqual(list);
        expect(new Set(slots.values()).size).toBe(list.length);
        for (const [key, slot] of slots) expect(slot).toBe(before.get(key) ?? slot);
        const fresh = [...slots.values()].filter((slot) => ![...before.values()].includes(slot));
        expect(fresh).toHaveLength(Math.max(0, list.length - before.size));
        before = slots;
      }
      expect(most).toBeGreaterThanOrEqual(before.size);
    }),
  );
});
