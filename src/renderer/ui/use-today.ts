import { useEffect, useState } from 'react';

const lookMilliseconds = 60_000;

/**
 * When the person's day began, in milliseconds since the epoch. Looked at again every minute and when the window is shown: that
 * is right at midnight, after the computer has slept, and when its clock or its time zone is changed.
 */
export function useToday(): number {
  const [today, setToday] = useState(startOfToday);
  useEffect(() => {
    const look = () => setToday(startOfToday());
    const timer = setInterval(look, lookMilliseconds);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return today;
}

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0);
}
