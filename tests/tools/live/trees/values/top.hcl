locals { top = true }
