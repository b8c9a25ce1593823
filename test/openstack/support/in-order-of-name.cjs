const Sequencer = require('@jest/test-sequencer').default;

/** Jest would run the longest file first. */
module.exports = class InOrderOfName extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
};
