// What the browser specs share with the house.
export { chromiumFlags, findBrowser } from './checks/browser.ts';
