import { fillIn } from './config-template';

describe('a template', () => {
  it('gets its values', () => {
    expect(fillIn('host = {{host}}\nport = {{port}}', { host: '127.0.0.1', port: '1' })).toBe(
      'host = 127.0.0.1\nport = 1',
    );
  });

  it('takes a value as it is, whatever it looks like', () => {
    expect(fillIn('{{a}}', { a: '{{b}} $& $1' })).toBe('{{b}} $& $1');
  });

  it('is not filled in by half', () => {
    expect(() => fillIn('{{host}} {{port}}', { host: 'x' })).toThrow('"port"');
  });
});
