import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'

/** Keys as they are pressed, and the name of what they do. */
const WRITING = [
  ['Shift + Enter', 'runNext'],
  ['Ctrl/⌘ + Enter', 'runStay'],
  ['Alt + Enter', 'runBelow'],
  ['Tab', 'complete'],
  ['Esc', 'leave'],
  ['Ctrl/⌘ + S', 'save'],
] as const
const MOVING = [
  ['Enter', 'write'],
  ['↑ ↓ / K J', 'move'],
  ['A / B', 'add'],
  ['Y / Q / M', 'convert'],
  ['Shift + K / J', 'shift'],
  ['D D', 'delete'],
  ['Z', 'undo'],
  ['I I', 'interrupt'],
  ['0 0', 'restart'],
] as const

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const list = (title: string, keys: readonly (readonly [string, string])[]) => (
    <section>
      <h3>{title}</h3>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd className="kbd">{key}</kbd>
            </dt>
            <dd>{t(`notebook.key.${does}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
  return (
    <Modal open title={t('notebook.keys')} footer={null} onCancel={onClose} width="min(680px, 94vw)">
      <div className="grid g11">
        {list(t('notebook.keysWriting'), WRITING)}
        {list(t('notebook.keysMoving'), MOVING)}
      </div>
    </Modal>
  )
}
