import { untilConnected } from './until-connected';

describe('connecting', () => {
  it('is tried again where the server has no room for one more client yet', async () => {
    const answers = ['sorry, too many clients already', 'the database system is starting up', null];
    const connect = () => {
      const answer = answers.shift();
      return answer === null ? Promise.resolve('connected') : Promise.reject(new Error(answer));
    };

    expect(await untilConnected(connect, 10_000)).toBe('connected');
  });

  it('is given up with the last error when the time is over', async () => {
    await expect(untilConnected(() => Promise.reject(new Error('nobody there')), 0)).rejects.toThrow('nobody there');
  });
});
