import { Opened } from './opened';

describe('what was opened', () => {
  it('is closed in the opposite order, once', async () => {
    const closed: string[] = [];
    const opened = new Opened(() => undefined);
    for (const name of ['database', 'queue', 'api']) opened.add(name, () => Promise.resolve(closed.push(name)));
    await Promise.all([opened.closeAll(), opened.closeAll()]);

    expect(closed).toEqual(['api', 'queue', 'database']);
  });

  it('is closed although something before it could not be', async () => {
    const closed: string[] = [];
    const troubles: string[] = [];
    const opened = new Opened((name, error) => troubles.push(`${name}: ${String(error)}`));
    opened.add('database', () => Promise.resolve(closed.push('database')));
    opened.add('queue', () => Promise.reject(new Error('Redis away')));
    await opened.closeAll();

    expect(closed).toEqual(['database']);
    expect(troubles).toEqual(['queue: Error: Redis away']);
  });
});
