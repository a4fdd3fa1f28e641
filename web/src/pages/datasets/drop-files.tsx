import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dropPaths } from './drop-paths.ts'

/** Files too large for a browser: operations put them into a drop folder of the server, and here they are named. */
export function DropFiles({ onImport }: { readonly onImport: (paths: readonly string[]) => Promise<void> }) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const [asking, setAsking] = useState(false)
  const { paths, wrong, line } = dropPaths(text)
  const ask = () => {
    setAsking(true)
    void onImport(paths).finally(() => setAsking(false))
  }
  return (
    <details>
      <summary className="muted">{t('dropFile.title')}</summary>
      <div className="stack tight" style={{ marginTop: 8 }}>
        <p className="muted" id={`${id}hint`}>
          {t('dropFile.hint')}
        </p>
        <Input.TextArea
          className="mono"
          aria-label={t('dropFile.paths')}
          aria-describedby={`${id}hint`}
          placeholder={t('dropFile.placeholder')}
          rows={2}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="row">
          <Button size="small" loading={asking} disabled={paths.length === 0 || wrong !== null} onClick={ask}>
            {t('dropFile.land')}
          </Button>
          {wrong && (
            <span className="faint" role="alert">
              {t(wrong, { line })}
            </span>
          )}
        </div>
      </div>
    </details>
  )
}
