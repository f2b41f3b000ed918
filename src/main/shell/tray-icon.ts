/** Parley's mark beside the clock, as PNG in base64: two speech bubbles. */
export const trayIcons = {
  /** 32 pixels, in Parley's teal, which is seen on a light and on a dark bar. */
  colour:
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAAA90lEQVR42mPQnzWFYSAxw1BwgBoZmIsaDpAF4jYgnkkG7gdiS0ocwAU1ZCaF2IBcBzhTwXIQriHXAcVUcsDMUQdQywFt0FTNRa9yoBgtISFb7EAiptgBalAxUJa6D8T/ScT38WVHQg6AZSMBIH5PhuUw/B5qBskOKIbyCyiwHIYLyCmIYA7YTwUH7CenKB4wB8ASHTYHvIc6rh/KJsQn2wFqOBzQj6Smnwj+0HWA7EBHAcNAJ0IQDhtoBzAMVEGEjuleFOMqF+6T6YAAavYL8FW9uKLKgZ4dE1BInR9IB8DSDHIhJDBQXTMHaAIc0L6hwJDvnNIUAwC4WqqjZq903AAAAABJRU5ErkJggg==',
  /** 36 pixels for a place of 18, black: macOS gives it the colour of its bar. */
  template:
    'iVBORw0KGgoAAAANSUhEUgAAACQAAAAkCAYAAADhAJiYAAABGklEQVR42u2WLw6DMBSHq1FcgASFxs71ANXTs3NLZhFVtWgUR+AIOwJH4AgcgT3RJi8NbUL7OpqFX/KZ5kG+vP5l7MqfpQAEoIAhAKW/L6hkukARm45CShDJGESskCIWUrFCQwIuoZ8LvYEWqAJ3LanQ7exD0bVlOTAB20EWQAJlrFCP2v0IELGZQ6XwumH6JyuB0KY7FSx0J+wOnr7DeVrrRxIKbSFCTW5CTE+XS8jsmhGNjXps8dRECQmPUI3qRo1J7aiJFmo9QjhyZ+fs1UQLNR4hibqxaGqr1q5JKnTKos5OqEI3exZC9gKnkpmoXgAfIiFOJVQSSPUp3kotOntcrJQ3fcpucnZyXrkJmSmecxIy6XMTuhKdL21UhpB0qz2RAAAAAElFTkSuQmCC',
} as const;
