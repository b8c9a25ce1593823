import { HostTurns } from './host-turns';

describe('HostTurns', () => {
  let turns: HostTurns;
  let told: string[];
  let opens: Map<string, () => void>;

  beforeEach(() => {
    turns = new HostTurns();
    told = [];
    opens = new Map();
  });

  /** Wants hosts, and works until it is told to end. */
  const want = (name: string, ...hosts: readonly string[]): Promise<void> =>
    turns.inTurn(hosts, async () => {
      told.push(`${name} begins`);
      await new Promise<void>((resolve) => opens.set(name, resolve));
      told.push(`${name} ends`);
    });
  const endOf = async (name: string, work: Promise<void>): Promise<void> => {
    opens.get(name)?.();
    await work;
    await settled();
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('lets one after another work on a host, in the order in which they came', async () => {
    const [first, second, third] = [want('first', 'a'), want('second', 'a'), want('third', 'a')];
    await settled();
    await endOf('first', first);
    await endOf('second', second);
    await endOf('third', third);

    expect(told).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('keeps nobody from another host', async () => {
    const works = [want('first', 'a'), want('second', 'b')];
    await settled();

    expect(told).toEqual(['first begins', 'second begins']);
    for (const open of opens.values()) open();
    await Promise.all(works);
  });

  it('has whoever wants several wait for all of them, and lets two such never wait for each other', async () => {
    const one = want('one', 'a', 'b');
    const other = want('other', 'b', 'a');
    await settled();

    expect(told).toEqual(['one begins']);
    await endOf('one', one);
    expect(told.at(-1)).toBe('other begins');
    await endOf('other', other);
  });

  it('goes on after work that failed, which its caller hears of', async () => {
    const failing = turns.inTurn(['a'], () => Promise.reject(new Error('no room')));
    const next = turns.inTurn(['a'], () => Promise.resolve('its turn'));

    await expect(failing).rejects.toThrow('no room');
    expect(await next).toBe('its turn');
  });
});
