"""What is shown but not computed: icons, fonts, styles, texts, code tables."""
