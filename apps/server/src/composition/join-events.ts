type Listener = (...details: never[]) => void;

/** Passes every event on to all listeners that have a method for it, in their order. */
export function joinEvents<Events extends Record<keyof Events, Listener>>(
  names: Readonly<Record<keyof Events, unknown>>,
  listeners: readonly Partial<Events>[],
): Events {
  const tell = (name: keyof Events): Listener => {
    const interested = listeners.filter((listener) => listener[name] !== undefined);
    return (...details) => {
      for (const listener of interested) listener[name]?.(...details);
    };
  };
  return Object.fromEntries(Object.keys(names).map((name) => [name, tell(name as keyof Events)])) as Events;
}
