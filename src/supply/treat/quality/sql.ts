export { type Duck, quoteName, quoteText } from '../../source/index.ts'
