// web/apiary/apiary.ts - wires the apiary page.
