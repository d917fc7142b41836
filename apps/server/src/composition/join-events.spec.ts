import { joinEvents } from './join-events.js';

interface Events {
  began(name: string): void;
  ended(name: string, seconds: number): void;
}

test('every listener hears of the events that it listens to, in the order of the listeners', () => {
  const heard: string[] = [];
  class Counter implements Events {
    private count = 0;
    began(name: string): void {
      heard.push(`counter ${name} ${String((this.count += 1))}`);
    }
    ended(name: string, seconds: number): void {
      heard.push(`counter ${name} ${String(seconds)}`);
    }
  }
  const log = { began: (name: string) => heard.push(`log ${name}`) };
  const events = joinEvents<Events>({ began: true, ended: true }, [new Counter(), log]);
  events.began('a');
  events.ended('a', 2);
  expect(heard).toEqual(['counter a 1', 'log a', 'counter a 2']);
});
