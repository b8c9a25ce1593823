/** Jest would run the longest file first. */
module.exports = class InOrderOfName {
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** For the next run's order, which is the same. */
  cacheResults() {}
};
