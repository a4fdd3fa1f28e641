import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/parts.css'
import './style/table.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Portal } from './app/portal.tsx'
import { startTexts } from './i18n/i18n.ts'
import { prefs } from './lib/prefs.ts'

const root = createRoot(document.getElementById('root')!)
void startTexts(prefs().language).then(() =>
  root.render(
    <StrictMode>
      <Portal />
    </StrictMode>,
  ),
)
