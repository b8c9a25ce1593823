export { CronCalendar } from './cron-calendar';
