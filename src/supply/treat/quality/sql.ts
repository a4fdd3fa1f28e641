export { type Duck, quoteName, quoteText } from '../../source/child/index.ts'
