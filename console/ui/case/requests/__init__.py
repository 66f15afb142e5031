"""What a unit asks for and somebody must decide: return, extension, suspension, appeal, each as a card."""
