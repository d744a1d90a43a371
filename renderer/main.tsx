import './theme/fonts.ts'
import './theme/tokens.css'
import './theme/base.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app/App.tsx'
import { connectEngine } from './bridge/connect.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place for the app')

createRoot(root).render(
  <StrictMode>
    <App connection={connectEngine()} />
  </StrictMode>,
)
