import { reasonZh } from '../../../src/safeguard/evidence/verifier/index.ts'
import { judge } from './judge.ts'
import { show } from './show.ts'
import { type Language, preferred, type Word, wordsIn } from './words.ts'

let language: Language = preferred(navigator.languages)
let [file, other]: (Uint8Array | null)[] = [null, null]

const get = (id: string) => document.querySelector<HTMLElement>(`#${id}`)!
const area = (id: string) => document.querySelector<HTMLTextAreaElement>(`#${id}`)!
const chosen = (id: string) => document.querySelector<HTMLInputElement>(`#${id}`)!.files?.[0]

const reason = (why: string) => (language === 'zh' ? (reasonZh(why) ?? why) : why)

/** Words, verdict, steps: all anew after each change. */
function refresh(): void {
  const say = wordsIn(language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = say('title')
  for (const one of document.querySelectorAll<HTMLElement>('[data-word]'))
    one.textContent = say(one.dataset['word'] as Word)
  const [keys, policy, history] = [area('keys').value, area('policy').value, area('history').value]
  const outcome = judge({ file: file ?? null, other: other ?? null, keys, policy, history })
  document.body.dataset['outcome'] = outcome.kind
  get('outcome').replaceChildren(...show(outcome, say, reason))
}

const bytesOf = async (one: File | undefined): Promise<Uint8Array | null> =>
  one ? new Uint8Array(await one.arrayBuffer()) : null

/** What happens when a field changes; the page is drawn anew after it. */
function onChange(id: string, read: () => Promise<void>): void {
  get(id).addEventListener('change', () => void read().then(refresh))
}

onChange('file', async () => {
  file = await bytesOf(chosen('file'))
})
onChange('other', async () => {
  other = await bytesOf(chosen('other'))
})
for (const id of ['keys', 'policy', 'history']) {
  get(id).addEventListener('input', refresh)
  onChange(`${id}File`, async () => {
    area(id).value = (await chosen(`${id}File`)?.text()) ?? ''
  })
}
get('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh'
  refresh()
})
// A file that misses its field must not make the browser leave the page.
addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  if (event.target instanceof HTMLInputElement) return
  event.preventDefault()
  void bytesOf(event.dataTransfer?.files[0]).then((bytes) => {
    file = bytes ?? file
    refresh()
  })
})
refresh()
